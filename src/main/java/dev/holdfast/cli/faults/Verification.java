package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.load.Load;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Strong reads of all entities when nothing goes wrong any more, a few at a time. */
final class Verification {
  private static final int AT_ONCE = 32;
  private static final long MOST_MINUTES = 5;

  private final Load load;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  Verification(Load load) {
    this.load = load;
  }

  void of(String phase) {
    int number = 0;
    for (String entity : Load.entities(phase)) {
      int node = number++;
      threads.execute(() -> load.verify(entity, node));
    }
  }

  void await() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(MOST_MINUTES, TimeUnit.MINUTES)) {
      threads.shutdownNow();
    }
  }
}
