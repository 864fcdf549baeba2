package dev.holdfast.runtimes.process.output;

import java.time.Duration;

/**
 * How much of one process's output may be logged now, and whether it is a flood.
 *
 * <p>Invariant: over any time, what is admitted is at most the rate times that time, and a burst of
 * one second's worth.
 */
final class Allowance {
  private final long perSecond;
  private final long flood;
  private final long windowNanos;
  private double left;
  private long refilledAt;
  private long windowBegan;
  private long inWindow;

  Allowance(long perSecond, long flood, Duration window, long nowNanos) {
    this.perSecond = perSecond;
    this.flood = flood;
    this.windowNanos = window.toNanos();
    this.left = perSecond;
    this.refilledAt = nowNanos;
    this.windowBegan = nowNanos;
  }

  /** Whether a line of so many bytes may be logged; without a rate every one may. */
  synchronized boolean admits(long bytes, long nowNanos) {
    if (perSecond == 0) {
      return true;
    }
    left = Math.min((double) perSecond, left + perSecond * ((nowNanos - refilledAt) / 1e9));
    refilledAt = nowNanos;
    if (left < bytes) {
      return false;
    }
    left -= bytes;
    return true;
  }

  /** Counts what came, and says whether it is too much for one window. */
  synchronized boolean floods(long bytes, long nowNanos) {
    if (nowNanos - windowBegan > windowNanos) {
      windowBegan = nowNanos;
      inWindow = 0;
    }
    inWindow += bytes;
    return flood > 0 && inWindow > flood;
  }
}
