package dev.holdfast.runtimes.process.attacks;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.runtimes.process.ProcessServices;
import dev.holdfast.runtimes.process.ProcessSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A service that attacks, on a host of its own. */
final class Arena implements AutoCloseable {
  static final Path ATTACKS = Path.of("src/test/resources/attacks");
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long TICK_MILLIS = 20;
  private static final AtomicInteger SLEEPERS = new AtomicInteger();

  /** Small, so that what is stopped is stopped early; the machine is used by others, too. */
  private static final String LIMITS =
      """
      holdfast.runtimes.process {
        processes = 1
        limits {
          memory = 256 MiB, tasks = 64, files = 256, file-bytes = 16 MiB, temp-bytes = 32 MiB
          grace = 500ms, output-flood = 16 MiB
        }
      }
      """;

  private final FunctionHost host;
  private final Loaded loaded;
  private final Path folder;

  private Arena(FunctionHost host, Loaded loaded, Path folder) {
    this.host = host;
    this.loaded = loaded;
    this.folder = folder;
  }

  static ProcessSettings settings(String more) {
    return ProcessSettings.from(
        ConfigFactory.parseString(more)
            .withFallback(ConfigFactory.parseString(LIMITS))
            .withFallback(ConfigFactory.load()));
  }

  static Arena open(Path folder, String settings) throws Exception {
    ProcessSettings read = settings(settings);
    Means.need(read);
    var host = new FunctionHost(read);
    try {
      return new Arena(host, ProcessServices.load(folder, host), folder.toRealPath());
    } catch (Exception e) {
      host.close();
      throw e;
    }
  }

  FunctionHost host() {
    return host;
  }

  /** What came of a call: the reply, or what it failed with. */
  String call(String handler, int argument, Duration deadline) throws Exception {
    return call(loaded.runtimes().getFirst(), handler, argument, deadline);
  }

  /** A process that was ended is started again, after a pause at most. */
  String eventually(String handler, int argument) throws Exception {
    String last = "";
    for (int i = 0; i < 20 && !last.equals(Integer.toString(argument)); i++) {
      last = call(handler, argument, Duration.ofSeconds(3));
    }
    return last;
  }

  /**
   * As the watch over handlers does it: whoever has not answered by the deadline is interrupted.
   */
  static String call(FunctionRuntime runtime, String handler, int argument, Duration deadline)
      throws Exception {
    var outcome = new CompletableFuture<String>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    outcome.complete(decide(runtime, handler, argument));
                  } catch (Exception e) {
                    outcome.complete("failed: " + e.getMessage());
                  }
                });
    try {
      return outcome.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      thread.interrupt();
      return outcome.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static String decide(FunctionRuntime runtime, String handler, int argument)
      throws Exception {
    String service = runtime.description().service();
    Instant now = Instant.parse("2026-01-31T10:00:00Z");
    var invocation =
        new Invocation(
            new EntityId(service, "a1"),
            handler,
            Json.of(Integer.toString(argument)),
            0,
            now,
            now.plusSeconds(5),
            Caller.ANONYMOUS,
            (target, name, _) -> {
              throw new AssertionError("nobody calls " + target + " " + name);
            });
    return switch (runtime.decide(runtime.empty(), invocation)) {
      case Decision.Accepted accepted -> accepted.reply().toString();
      case Decision.Rejected rejected -> "rejected: " + rejected;
    };
  }

  /** The processes that run the attacker's code, seen from outside. */
  Set<Long> pids() {
    return running(folder.toString());
  }

  static Set<Long> running(String inCommandLine) {
    return ProcessHandle.allProcesses()
        .filter(it -> String.join(" ", commandLine(it)).contains(inCommandLine))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** So long that it ends by itself only when it was forgotten, and nobody else sleeps so long. */
  static int seconds() {
    return 1_000 * (int) (ProcessHandle.current().pid() % 1_000_000) + SLEEPERS.incrementAndGet();
  }

  /** As {@link #running}, by the end of the command line. */
  static Set<Long> ending(String end) {
    return ProcessHandle.allProcesses()
        .filter(it -> String.join(" ", commandLine(it)).endsWith(end))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static List<String> commandLine(ProcessHandle process) {
    return process.info().commandLine().map(List::of).orElse(List.of());
  }

  boolean areGone(Set<Long> pids) {
    Set<Long> now = pids();
    return pids.stream().noneMatch(now::contains);
  }

  /** Waits for what must come, and tells how long that took. */
  static Duration await(String what, BooleanSupplier condition) throws InterruptedException {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      pause();
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** There is nothing to wait for but the time until the next look. */
  private static void pause() throws InterruptedException {
    new CompletableFuture<Void>()
        .completeOnTimeout(null, TICK_MILLIS, TimeUnit.MILLISECONDS)
        .join();
  }

  @Override
  public void close() {
    loaded.close();
    try {
      await("nothing is left of " + folder, () -> pids().isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      host.close();
    }
  }
}
