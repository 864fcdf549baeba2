package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.load.Load;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Strong reads of all entities when nothing goes wrong any more, a few at a time. */
final class Verification {
  private static final int AT_ONCE = 32;
  private static final long MOST_MINUTES = 5;

  private final Load load;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  private final Queue<Breach> unread = new ConcurrentLinkedQueue<>();

  Verification(Load load) {
    this.load = load;
  }

  void of(String phase) {
    int number = 0;
    for (String entity : load.entities(phase)) {
      int node = number++;
      threads.execute(() -> read(entity, node));
    }
  }

  private void read(String entity, int node) {
    if (!load.verify(entity, node)) {
      unread.add(new Breach(Breach.Kind.UNHEALED, entity, "cannot be read in the end"));
    }
  }

  /** Waits for all reads; what could not be read. */
  List<Breach> await() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(MOST_MINUTES, TimeUnit.MINUTES)) {
      threads.shutdownNow();
    }
    return List.copyOf(unread);
  }
}
