package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.HotInstance;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The few busiest instances, found in one pass over all.
 *
 * <p>Invariant: at most so many are kept, and none of them is less busy than one that was not.
 */
final class Hottest {
  /** Instances are told of in a table for people: less than one request in two seconds is idle. */
  private static final double IDLE = 0.5;

  private static final Comparator<HotInstance> BY_CALLS =
      Comparator.comparingDouble(HotInstance::callsPerSecond);

  private final int most;
  private final PriorityQueue<HotInstance> kept = new PriorityQueue<>(BY_CALLS);

  Hottest(int most) {
    this.most = most;
  }

  void offer(EntityId id, double callsPerSecond) {
    if (callsPerSecond < IDLE) {
      return;
    }
    HotInstance coolest = kept.peek();
    if (kept.size() == most) {
      if (coolest != null && coolest.callsPerSecond() >= callsPerSecond) {
        return;
      }
      kept.poll();
    }
    kept.add(new HotInstance(id, callsPerSecond));
  }

  /** The busiest first. */
  List<HotInstance> list() {
    return kept.stream().sorted(BY_CALLS.reversed()).toList();
  }
}
