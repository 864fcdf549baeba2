package dev.holdfast.services.hosting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The instances in a node's memory, and who of them has to leave: those idle for too long, and the
 * longest unused while there are too many or they are too large together.
 *
 * <p>Invariant: a resident leaves by its own decision; this only asks. Time is counted in sweeps,
 * so that a request costs one plain write.
 */
final class Residents {
  private final Set<Resident> all = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sweeps = new AtomicInteger();

  /** One instance in memory, as its entity tells of it. */
  static final class Resident {
    private final String service;
    private final Runnable askToLeave;
    private volatile int lastUsed;
    private volatile long bytes;

    private Resident(String service, Runnable askToLeave) {
      this.service = service;
      this.askToLeave = askToLeave;
    }

    void bytes(long size) {
      bytes = size;
    }
  }

  Resident enter(String service, Runnable askToLeave) {
    var resident = new Resident(service, askToLeave);
    resident.lastUsed = sweeps.get();
    all.add(resident);
    return resident;
  }

  void used(Resident resident) {
    int now = sweeps.get();
    if (resident.lastUsed != now) {
      resident.lastUsed = now;
    }
  }

  void left(Resident resident) {
    all.remove(resident);
  }

  int count() {
    return all.size();
  }

  long bytes() {
    return all.stream().mapToLong(resident -> resident.bytes).sum();
  }

  /** What a node has room for; idle in sweeps. */
  record Room(int idleSweeps, int entities, long bytes) {}

  /** One tick of the clock: asks whoever has to leave. */
  void sweep(Room room) {
    int now = sweeps.incrementAndGet();
    List<Resident> staying = new ArrayList<>();
    long bytes = 0;
    for (Resident resident : all) {
      if (now - resident.lastUsed > room.idleSweeps()) {
        resident.askToLeave.run();
      } else {
        staying.add(resident);
        bytes += resident.bytes;
      }
    }
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
      seen.resident().askToLeave.run();
      count--;
      bytes -= seen.bytes();
    }
  }

  /** Asks every instance of a service to leave, so that its next activation runs what is new. */
  void dismiss(String service) {
    for (Resident resident : all) {
      if (resident.service.equals(service)) {
        resident.askToLeave.run();
      }
    }
  }
}
