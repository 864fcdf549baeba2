package dev.holdfast.connectors.kafka;

import java.util.TreeSet;

/**
 * How far one partition is through, for as long as it is assigned to us; pure.
 *
 * <p>Invariant: every record below {@link #through} is on disk or was put aside, in whatever order
 * that happened. Kafka knows nothing but such a bound, so one record that is not through keeps it
 * back, and what is through above it comes again after a crash.
 *
 * <pre>
 *   17 ✓   18 ✓   19 on its way   20 ✓   21 on its way
 *                 └ through: 19                        └ next: 22
 * </pre>
 */
final class Offsets {
  private final TreeSet<Long> onTheirWay = new TreeSet<>();
  private long next;
  private long committed;

  /** Records come in the order of their offsets, which may have gaps. */
  void arrived(long offset) {
    if (offset < next) {
      throw new IllegalArgumentException("the partition went back from " + next + " to " + offset);
    }
    onTheirWay.add(offset);
    next = offset + 1;
  }

  void accepted(long offset) {
    onTheirWay.remove(offset);
  }

  /** Where the next one to take this partition has to begin. */
  long through() {
    return onTheirWay.isEmpty() ? next : onTheirWay.first();
  }

  /** Whether the broker knows less than that. */
  boolean isDue() {
    return through() > committed;
  }

  /** The broker knows so much. */
  void committed(long offset) {
    committed = Math.max(committed, offset);
  }
}
