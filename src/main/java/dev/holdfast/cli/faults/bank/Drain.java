package dev.holdfast.cli.faults.bank;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits, once nobody calls any more, until the bank has come to rest: every transfer has arrived or
 * is back, every mirror knows of it, the clock is up to date.
 *
 * <p>Invariant: it only looks at the journal. Whatever moves does so by itself, also in slices that
 * nobody calls.
 */
final class Drain {
  private static final Duration POLL = Duration.ofMillis(250);

  /** What comes twice comes soon after it came first. */
  private static final Duration REST = Duration.ofSeconds(2);

  private static final long CLOCK_SECONDS = 5;

  private final BankJournal journal;
  private final Ledger ledger;
  private final CountDownLatch stopping;
  private boolean clockBehind;

  Drain(BankJournal journal, Ledger ledger, CountDownLatch stopping) {
    this.journal = journal;
    this.ledger = ledger;
    this.stopping = stopping;
  }

  /** How long it took; as long as was allowed where it did not come to rest. */
  Duration await(Duration most) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    long rest = start;
    boolean resting = false;
    while (true) {
      long second = journal.readInto(ledger);
      long now = System.nanoTime();
      clockBehind = second - ledger.lastTick() > CLOCK_SECONDS;
      boolean atRest = ledger.open().isEmpty() && ledger.unmirrored() == 0 && !clockBehind;
      rest = atRest && !resting ? now : rest;
      resting = atRest;
      boolean over = resting && now - rest >= REST.toNanos();
      if (over || now - start >= most.toNanos()) {
        return Duration.ofNanos((resting ? rest : now) - start);
      }
      if (stopping.await(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
    }
  }

  /** Whether the clock had not counted the last seconds when it was looked at last. */
  boolean isClockBehind() {
    return clockBehind;
  }
}
