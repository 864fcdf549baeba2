package dev.holdfast.journal.watch;

import java.time.Duration;

/**
 * The latest moment at which the database is known to have said that nobody took a slice from us.
 *
 * <p>Invariant: the moment lies before the statement that asked was sent, and is told only after
 * what the answer took away has been taken out of the holdings. So who reads first this and then
 * the holdings knows that what is still held was held then.
 */
public final class Confirmation {
  private volatile long at;

  public Confirmation(long nanoTime) {
    this.at = nanoTime;
  }

  /** Two threads that race may leave the earlier moment, which is only more careful. */
  public void at(long nanoTime) {
    if (nanoTime - at > 0) {
      at = nanoTime;
    }
  }

  /** As {@link System#nanoTime} counts. */
  public long at() {
    return at;
  }

  public boolean within(Duration age) {
    return System.nanoTime() - at <= age.toNanos();
  }
}
