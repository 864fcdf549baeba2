package dev.holdfast.services.hosting;

import dev.holdfast.services.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests without a key that an entity has handled for other nodes, by node and number, while
 * somebody may wait for their answer.
 *
 * <p>Invariant: a request below the floor of its origin is never handled: either it was, or nobody
 * waits. Each origin tells its floor with every request, so what is kept here is what is under way,
 * and never more than {@code most} an origin.
 */
final class HandledRequests {
  /** Incarnations of nodes; whoever is long silent is forgotten first. */
  private static final int MOST_ORIGINS = 64;

  /** 0 forgets everything, as only a test wants it. */
  private final int most;

  private final Map<Long, Origin> origins = new HashMap<>();
  private long clock;

  HandledRequests(int most) {
    this.most = most;
  }

  /** One incarnation of a node. */
  private static final class Origin {
    private final TreeMap<Long, Inbox.Entry> handled = new TreeMap<>();
    private long floor;
    private long lastUsed;

    void raise(long to) {
      if (to > floor) {
        floor = to;
        handled.headMap(to).clear();
      }
    }
  }

  /** What is known of a request. */
  sealed interface Seen {
    record Before(Inbox.Entry entry) implements Seen {}

    record Never() implements Seen {}

    record Over() implements Seen {}
  }

  Seen look(RequestId id, long floor) {
    if (most == 0) {
      return new Seen.Never();
    }
    Origin origin = origin(id.origin());
    origin.raise(floor);
    if (id.number() < origin.floor) {
      return new Seen.Over();
    }
    Inbox.Entry entry = origin.handled.get(id.number());
    return entry == null ? new Seen.Never() : new Seen.Before(entry);
  }

  void remember(Inbox.Entry entry) {
    if (most == 0) {
      return;
    }
    RequestId id = RequestId.parse(entry.cause().key());
    Origin origin = origin(id.origin());
    if (id.number() < origin.floor) {
      return;
    }
    origin.handled.put(id.number(), entry);
    if (origin.handled.size() > most) {
      origin.raise(origin.handled.firstKey() + 1);
    }
  }

  /** Where each origin's floor is, for a snapshot. */
  Map<Long, Long> floors() {
    Map<Long, Long> floors = new HashMap<>();
    origins.forEach((origin, known) -> floors.put(origin, known.floor));
    return floors;
  }

  void floor(long origin, long floor) {
    origin(origin).raise(floor);
  }

  List<Inbox.Entry> entries() {
    List<Inbox.Entry> all = new ArrayList<>();
    origins.values().forEach(origin -> all.addAll(origin.handled.values()));
    return all;
  }

  private Origin origin(long id) {
    Origin origin = origins.computeIfAbsent(id, _ -> new Origin());
    origin.lastUsed = ++clock;
    if (origins.size() > MOST_ORIGINS) {
      origins.values().remove(leastUsed());
    }
    return origin;
  }

  private Origin leastUsed() {
    Origin least = origins.values().iterator().next();
    for (Origin origin : origins.values()) {
      if (origin.lastUsed < least.lastUsed) {
        least = origin;
      }
    }
    return least;
  }
}
