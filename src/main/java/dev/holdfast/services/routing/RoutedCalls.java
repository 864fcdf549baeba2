package dev.holdfast.services.routing;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls that went through the shard region and have no answer yet.
 *
 * <p>Invariant: a call has its number, and counts for the floor, before any later call of its slice
 * has one. So an instance that sees a number below a floor it was told knows that nobody waits.
 */
final class RoutedCalls {
  private final Map<Long, PendingCall> byId = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final TreeSet<Long>[] waiting;

  @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays of generic types are made so.
  RoutedCalls(int slices) {
    waiting = new TreeSet[slices];
    for (int slice = 0; slice < slices; slice++) {
      waiting[slice] = new TreeSet<>();
    }
  }

  /** Gives a call its number when it is routed for the first time. */
  void enter(PendingCall call, int slice) {
    synchronized (waiting[slice]) {
      if (call.routeNumber() == 0) {
        long number = numbers.incrementAndGet();
        waiting[slice].add(number);
        call.routeNumber(number);
        byId.put(call.id().number(), call);
      }
    }
  }

  void leave(PendingCall call, int slice) {
    synchronized (waiting[slice]) {
      waiting[slice].remove(call.routeNumber());
    }
    byId.remove(call.id().number());
  }

  Optional<PendingCall> find(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The lowest number that somebody waits for. */
  long floor(int slice) {
    synchronized (waiting[slice]) {
      return waiting[slice].isEmpty() ? numbers.get() + 1 : waiting[slice].first();
    }
  }

  void nodeLost() {
    byId.values().forEach(PendingCall::nodeLost);
  }
}
