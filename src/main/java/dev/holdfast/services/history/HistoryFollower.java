package dev.holdfast.services.history;

import dev.holdfast.journal.AppendSignals;
import dev.holdfast.protocol.EntityId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The commits of one instance as they come. Asked by one thread at a time; closed by any.
 *
 * <p>Invariant: every commit is told once, in order, whatever nudges come, are lost or come twice:
 * a nudge only ends the wait early.
 */
public final class HistoryFollower implements AutoCloseable {
  /** One look may fold a long history first; its time is bounded by that of a read. */
  private static final Duration ONE_LOOK = Duration.ofMinutes(1);

  private final History history;
  private final EntityId id;
  private final Semaphore nudges = new Semaphore(0);
  private final AppendSignals.Subscription subscription;
  private volatile boolean closed;
  private long told;
  private Optional<HistoryFold> fold = Optional.empty();

  HistoryFollower(History history, EntityId id, long from) {
    this.history = history;
    this.id = id;
    this.told = Math.max(0, from - 1);
    this.subscription = history.signals().subscribe(id.key(), this::nudge);
  }

  private void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /**
   * The next commits, at most so many, as soon as there are any.
   *
   * @return an empty list when none came within the time, or when closed
   */
  public List<HistoryRow> next(int most, Duration patience)
      throws HistoryRefused, InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!closed) {
      nudges.drainPermits();
      List<HistoryRow> rows = look(most);
      long left = until - System.nanoTime();
      if (!rows.isEmpty() || left <= 0) {
        return rows;
      }
      boolean _ =
          nudges.tryAcquire(
              Math.min(left, history.settings().poll().toNanos()), TimeUnit.NANOSECONDS);
    }
    return List.of();
  }

  private List<HistoryRow> look(int most) throws HistoryRefused {
    if (history.latest(id) <= told) {
      return List.of();
    }
    Instant deadline = history.clock().instant().plus(ONE_LOOK);
    var runtime = history.runtime(id);
    HistoryFold current =
        fold.filter(known -> known.runtime().equals(runtime)).isPresent()
            ? fold.get()
            : history.fold(id, told, deadline);
    List<HistoryRow> rows = current.next(most, deadline);
    fold = Optional.of(current);
    told = current.sequence();
    return rows;
  }

  /** Ends the wait of whoever asks; safe to call again. */
  @Override
  public void close() {
    closed = true;
    subscription.close();
    nudges.release();
  }
}
