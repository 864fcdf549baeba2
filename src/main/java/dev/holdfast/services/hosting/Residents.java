package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.HotInstance;
import dev.holdfast.services.routing.EntityMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The instances in a node's memory, and who of them has to leave: those idle for too long, and the
 * longest unused while there are too many or they are too large together.
 *
 * <p>Invariant: a resident leaves by its own decision; this only asks. Time is counted in sweeps,
 * so that a request costs one plain write.
 */
final class Residents {
  /** How many of the busiest are told of; what fits a table that people read. */
  private static final int HOT = 10;

  /** Weight of the last sweep: an instance that goes quiet is off the list after some ten. */
  private static final float SMOOTHING = 0.2f;

  private final Set<Resident> all = ConcurrentHashMap.newKeySet();
  private final Map<EntityId, Resident> reachable = new ConcurrentHashMap<>();
  private final AtomicInteger sweeps = new AtomicInteger();
  private volatile List<HotInstance> hottest = List.of();

  /** One instance in memory, as its entity tells of it. */
  static final class Resident {
    private final EntityId id;
    private final ActorRef<EntityMessage> actor;
    private volatile int lastUsed;
    private volatile long bytes;

    /** Written by the instance's actor alone, and plainly: the sweep may read an older one. */
    private int requests;

    private int requestsSeen;
    private float requestsPerSweep;

    private Resident(EntityId id, ActorRef<EntityMessage> actor) {
      this.id = id;
      this.actor = actor;
    }

    private void askToLeave() {
      actor.tell(EntityMessage.Leave.IF_IDLE);
    }

    void bytes(long size) {
      bytes = size;
    }

    /** How busy it is, over the last few sweeps; called once a sweep. */
    private float settle() {
      int now = requests;
      requestsPerSweep += SMOOTHING * (now - requestsSeen - requestsPerSweep);
      requestsSeen = now;
      return requestsPerSweep;
    }
  }

  Resident enter(EntityId id, ActorRef<EntityMessage> actor) {
    var resident = new Resident(id, actor);
    resident.lastUsed = sweeps.get();
    all.add(resident);
    reachable.put(id, resident);
    return resident;
  }

  /** Hands a request to its instance if that is in memory here and not about to leave. */
  boolean deliver(EntityMessage.Request request) {
    Resident resident = reachable.get(request.target());
    if (resident == null) {
      return false;
    }
    resident.actor.tell(request);
    return true;
  }

  void used(Resident resident) {
    resident.requests++;
    int now = sweeps.get();
    if (resident.lastUsed != now) {
      resident.lastUsed = now;
    }
  }

  /** The actor of an instance in memory here. */
  Optional<ActorRef<EntityMessage>> find(EntityId id) {
    return Optional.ofNullable(reachable.get(id)).map(resident -> resident.actor);
  }

  /** From now on requests for it go to its shard. */
  void leaving(Resident resident) {
    reachable.remove(resident.id, resident);
  }

  void left(Resident resident) {
    leaving(resident);
    all.remove(resident);
  }

  int count() {
    return all.size();
  }

  long bytes() {
    return all.stream().mapToLong(resident -> resident.bytes).sum();
  }

  /** The busiest as of the last sweep, with their requests a sweep; the busiest first. */
  List<HotInstance> hottest() {
    return hottest;
  }

  /** What a node has room for; idle in sweeps. */
  record Room(int idleSweeps, int entities, long bytes) {}

  /** One tick of the clock: asks whoever has to leave. */
  void sweep(Room room) {
    int now = sweeps.incrementAndGet();
    List<Resident> staying = new ArrayList<>();
    long bytes = 0;
    var busiest = new Hottest(HOT);
    for (Resident resident : all) {
      busiest.offer(resident.id, resident.settle());
      if (now - resident.lastUsed > room.idleSweeps()) {
        resident.askToLeave();
      } else {
        staying.add(resident);
        bytes += resident.bytes;
      }
    }
    hottest = busiest.list();
    if (staying.size() > room.entities() || bytes > room.bytes()) {
      makeRoom(staying, bytes, room);
    }
  }

  private static void makeRoom(List<Resident> staying, long bytes, Room room) {
    record Seen(Resident resident, int lastUsed, long bytes) {}
    List<Seen> oldestFirst =
        staying.stream()
            .map(resident -> new Seen(resident, resident.lastUsed, resident.bytes))
            .sorted(Comparator.comparingInt(Seen::lastUsed))
            .toList();
    int count = oldestFirst.size();
    for (Seen seen : oldestFirst) {
      if (count <= room.entities() && bytes <= room.bytes()) {
        return;
      }
      seen.resident().askToLeave();
      count--;
      bytes -= seen.bytes();
    }
  }

  /** Makes these instances leave, so that their next activation runs what is new. */
  void dismiss(Predicate<EntityId> instances) {
    for (Resident resident : all) {
      if (instances.test(resident.id)) {
        resident.actor.tell(EntityMessage.Leave.SOON);
      }
    }
  }
}
