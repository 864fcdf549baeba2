package dev.holdfast.runtimes.process.limits;

import dev.holdfast.runtimes.process.limits.Watched.Excess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all processes of functions of this node, a few times a second, and has those ended that
 * use more than they may.
 *
 * <p>Invariant: it needs nothing of the machine but {@code /proc}; whatever else limits a process
 * does so earlier.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final LimitSettings limits;
  private final Map<Watched, Watched.Usage> watched = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  public Watch(LimitSettings limits) {
    this.limits = limits;
    Thread.ofPlatform().daemon().name("function-watch").start(this::run);
  }

  public void add(Watched process) {
    watched.put(process, new Watched.Usage());
  }

  public synchronized void remove(Watched process) {
    watched.remove(process);
    notifyAll();
  }

  /** Whether nobody is left within this time. */
  public synchronized boolean awaitNobody(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!watched.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void run() {
    try {
      while (!closing.await(limits.look().toNanos(), TimeUnit.NANOSECONDS)) {
        if (!watched.isEmpty()) {
          look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      Map<Long, ProcessTable.Row> table = ProcessTable.read();
      watched.forEach(
          (process, usage) -> {
            List<ProcessTable.Row> members = process.tree().members(table);
            excess(process, usage, members).ifPresent(it -> process.kill(it.reason(), it.what()));
          });
    } catch (RuntimeException e) {
      // One look that failed must not be the last.
      LOG.warn("What functions use could not be seen", e);
    }
  }

  private Optional<Excess> excess(
      Watched process, Watched.Usage usage, List<ProcessTable.Row> members) {
    Optional<Excess> used = usage.excess(members, limits, System.nanoTime());
    if (used.isPresent()) {
      return used;
    }
    long seconds = process.oldestRequest().toSeconds();
    if (process.oldestRequest().compareTo(limits.longest()) > 0) {
      return Optional.of(
          new Excess(KillReason.TIME, "a request has run for %d s".formatted(seconds)));
    }
    long temporary = limits.tempBytes() > 0 ? process.tempBytes() : 0;
    return temporary > limits.tempBytes()
        ? Optional.of(
            new Excess(KillReason.TEMP, "it keeps %d MiB of files".formatted(temporary >> 20)))
        : Optional.empty();
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
