package dev.holdfast.messaging.lanes;

import java.time.Duration;

/**
 * How a lane delivers, in one slice.
 *
 * @param window letters on their way to one receiver at once
 * @param letters of one lane in memory; what is behind them stays in the journal
 * @param page letters of a receiver that was set aside which are read at once
 * @param tries before a letter over which its receiver fails is parked
 * @param firstPause before a letter is tried again; doubles each time
 * @param longestPause between two tries
 * @param asideAfter a receiver that has not taken its first letter for so long is set aside
 * @param asides receivers set aside, of one service, before the whole service is
 * @param alone the same of those that are unwell for a reason of their own
 */
public record LaneSettings(
    int window,
    int letters,
    int page,
    int tries,
    Duration firstPause,
    Duration longestPause,
    Duration asideAfter,
    int asides,
    int alone) {

  /** The pause after so many failures, in milliseconds. */
  public long pause(int failures) {
    long first = firstPause.toMillis();
    int doublings = Math.min(Math.max(failures - 1, 0), 20);
    return Math.min(first << doublings, longestPause.toMillis());
  }
}
