package dev.holdfast.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that is started again whenever it ends by itself, as a process manager would.
 *
 * <p>Invariant: at most one process at a time, and none after {@link #close}.
 */
public final class SupervisedProcess implements AutoCloseable {
  private final Plan plan;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Integer> exits = new ArrayList<>();
  private final Thread supervisor;
  private Optional<Process> running = Optional.empty();
  private long startedNanos;

  /**
   * What to run and how.
   *
   * @param pause between an end and the next start
   * @param grace how long the process may take to end before it is killed
   * @param lines is given each line of output
   * @param started is told of every process
   */
  public record Plan(
      String name,
      List<String> command,
      Duration pause,
      Duration grace,
      Consumer<String> lines,
      Consumer<ProcessHandle> started) {
    public Plan {
      command = List.copyOf(command);
    }
  }

  private SupervisedProcess(Plan plan) {
    this.plan = plan;
    this.supervisor =
        Thread.ofPlatform().name("supervise-" + plan.name()).daemon().unstarted(this::supervise);
  }

  public static SupervisedProcess start(Plan plan) {
    var process = new SupervisedProcess(plan);
    process.launch();
    process.supervisor.start();
    return process;
  }

  public String name() {
    return plan.name();
  }

  /** The process as it runs now; empty between an end and the next start. */
  public synchronized Optional<ProcessHandle> handle() {
    return running.filter(Process::isAlive).map(Process::toHandle);
  }

  /** When the present process was started, on the clock of {@link System#nanoTime}. */
  public synchronized long startedNanos() {
    return startedNanos;
  }

  /** The exit codes of the processes that ended, in order. */
  public synchronized List<Integer> exits() {
    return List.copyOf(exits);
  }

  public void signal(Signal signal) {
    signal.send(handle().stream().map(ProcessHandle::pid).toList());
  }

  private void supervise() {
    try {
      Optional<Process> process = current();
      while (process.isPresent()) {
        int code = process.get().waitFor();
        ended(code);
        if (closing.await(plan.pause().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        launch();
        process = current();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Optional<Process> current() {
    return running;
  }

  private synchronized void ended(int code) {
    exits.add(code);
    if (closing.getCount() > 0) {
      plan.lines().accept("ended with " + code + ", starts again");
    }
  }

  private synchronized void launch() {
    if (closing.getCount() == 0) {
      running = Optional.empty();
      return;
    }
    try {
      Process process = new ProcessBuilder(plan.command()).redirectErrorStream(true).start();
      startedNanos = System.nanoTime();
      running = Optional.of(process);
      plan.started().accept(process.toHandle());
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      Thread.ofVirtual().name("output-" + plan.name()).start(() -> read(output));
    } catch (IOException e) {
      throw new LocalFailed("cannot start " + plan.command().getFirst(), e);
    }
  }

  private void read(BufferedReader output) {
    try (output) {
      output.lines().forEach(plan.lines());
    } catch (IOException | UncheckedIOException endedInTheMiddleOfALine) {
      // What was written until then has been passed on.
    }
  }

  /** Kills the process for good: where nobody needs what it would still do. */
  public void kill() {
    closing.countDown();
    for (Process process : current().stream().toList()) {
      process.destroyForcibly();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks the process to end, and kills it when it does not within the grace. */
  @Override
  public void close() {
    closing.countDown();
    for (Process process : current().stream().toList()) {
      signal(Signal.CONT);
      process.destroy();
      try {
        if (!process.waitFor(plan.grace().toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
