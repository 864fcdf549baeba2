package dev.holdfast.journal.messages;

import java.time.Instant;

/**
 * A timer that has not gone off.
 *
 * @param entity whose it is
 * @param name of which an entity has one timer at most
 * @param sequence of the commit that set it
 */
public record TimerRow(String entity, String name, Instant due, long sequence) {
  /** In the year 1684, near the earliest time that can be stored. */
  public static final TimerRow BEFORE_ALL = before(Instant.ofEpochSecond(-9_000_000_000L));

  /** Comes before every timer that is due at the time or later. */
  public static TimerRow before(Instant due) {
    return new TimerRow("", "", due, 0);
  }
}
