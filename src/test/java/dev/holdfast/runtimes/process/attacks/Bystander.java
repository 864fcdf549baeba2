package dev.holdfast.runtimes.process.attacks;

import dev.holdfast.runtimes.Loaded;
import dev.holdfast.runtimes.process.FunctionHost;
import dev.holdfast.runtimes.process.ProcessServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A service of somebody else on the same node, called all the time. */
final class Bystander implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 10;

  private final Loaded loaded;
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Bystander(Loaded loaded) {
    this.loaded = loaded;
    this.thread = Thread.ofPlatform().name("bystander").start(this::run);
  }

  static Bystander on(FunctionHost host) throws Exception {
    return new Bystander(ProcessServices.load(Path.of("sdks/python/examples/counter"), host));
  }

  private void run() {
    try {
      while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        long begun = System.nanoTime();
        String answer = Arena.call(loaded.runtimes().getFirst(), "add", 1, DEADLINE);
        nanos.add(System.nanoTime() - begun);
        if (!answer.equals("1")) {
          failures.add(answer);
        }
      }
    } catch (Exception e) {
      failures.add(e.toString());
    }
  }

  /** What was measured since the last time it was asked. */
  Seen seen() {
    synchronized (nanos) {
      List<Long> sorted = nanos.stream().sorted().toList();
      nanos.clear();
      return sorted.isEmpty()
          ? new Seen(0, Duration.ZERO, Duration.ZERO)
          : new Seen(
              sorted.size(),
              Duration.ofNanos(sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1)),
              Duration.ofNanos(sorted.getLast()));
    }
  }

  int count() {
    return nanos.size();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How long its calls took. */
  record Seen(int calls, Duration p99, Duration worst) {
    @Override
    public String toString() {
      return "%d calls, p99 %d ms, worst %d ms".formatted(calls, p99.toMillis(), worst.toMillis());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loaded.close();
  }
}
