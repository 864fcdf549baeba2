package dev.holdfast.connectors.kafka;

import java.util.Optional;
import java.util.TreeMap;
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
 *                 └ through: 19   └ ahead: 1           └ next: 22
 * </pre>
 */
final class Offsets {
  /** With the epoch of the leader from which each came. */
  private final TreeMap<Long, Optional<Integer>> onTheirWay = new TreeMap<>();

  private final TreeSet<Long> ahead = new TreeSet<>();
  private Optional<Integer> lastEpoch = Optional.empty();
  private long next;
  private long committed;

  /**
   * Records come in the order of their offsets, which may have gaps.
   *
   * @param epoch of the leader from which it came, where the broker says so
   */
  void arrived(long offset, Optional<Integer> epoch) {
    if (offset < next) {
      throw new IllegalArgumentException("the partition went back from " + next + " to " + offset);
    }
    onTheirWay.put(offset, epoch);
    lastEpoch = epoch;
    next = offset + 1;
  }

  void accepted(long offset) {
    if (onTheirWay.remove(offset) == null) {
      return;
    }
    ahead.add(offset);
    ahead.headSet(through()).clear();
  }

  /** Where the next one to take this partition has to begin. */
  long through() {
    return onTheirWay.isEmpty() ? next : onTheirWay.firstKey();
  }

  /** By which a later leader is known not to have what was there. */
  Optional<Integer> epoch() {
    return onTheirWay.isEmpty() ? lastEpoch : onTheirWay.firstEntry().getValue();
  }

  /** How many are through above that: so many come again to the next one. */
  int ahead() {
    return ahead.size();
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
