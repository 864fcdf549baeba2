package dev.holdfast.services.hosting;

import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The requests that an entity has handled for other nodes, by node and number, while somebody may
 * wait for their answer: commits of requests, with a key or without, and whatever was answered
 * without one.
 *
 * <p>Invariant: a request below the floor of its origin is never handled, because nobody waits for
 * it. Each origin tells its floor with every request, so what is kept here is what is under way; of
 * what had to be forgotten sooner it is only known that it is not known.
 *
 * <p>What is kept of an origin goes with time ({@link #forgetBefore}), or when there are too many
 * origins: then the longest silent of those with nothing under way goes first, and with it only its
 * floor, which an echo would have to outlive. Only where so many nodes have requests under way at
 * one instance at once would one be dropped that somebody waits for.
 */
final class HandledRequests {
  /** Incarnations of nodes: far more than a cluster has, and starts anew while anybody waits. */
  static final int MOST_ORIGINS = 1024;

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
    private final TreeMap<Long, Outcome> told = new TreeMap<>();
    private long floor;
    private long forgotten;
    private long lastUsed;

    /** Of the latest commit that this origin is known by. */
    private Instant time = Instant.EPOCH;

    boolean isIdle() {
      return handled.isEmpty() && told.isEmpty();
    }

    void raise(long to) {
      if (to > floor) {
        floor = to;
        handled.headMap(to).clear();
        told.headMap(to).clear();
      }
    }

    /** Keeps a map of numbers within its bound. */
    void bound(NavigableMap<Long, ?> numbers, int most) {
      while (numbers.size() > most) {
        forgotten = Math.max(forgotten, numbers.pollFirstEntry().getKey());
      }
    }
  }

  /** What is known of a request. */
  sealed interface Seen {
    /** It was committed. */
    record Before(Inbox.Entry entry) implements Seen {}

    /** It was answered, and nothing was written. */
    record Told(Outcome outcome) implements Seen {}

    record Never() implements Seen {}

    /** Nobody waits for it. */
    record Over() implements Seen {}

    /** Perhaps handled: too much has been since. */
    record Forgotten() implements Seen {}
  }

  Seen look(RequestId id, long floor) {
    if (most == 0) {
      return new Seen.Never();
    }
    Origin origin = origin(id.origin());
    origin.raise(floor);
    Inbox.Entry entry = origin.handled.get(id.number());
    Outcome outcome = origin.told.get(id.number());
    if (id.number() < origin.floor) {
      return new Seen.Over();
    } else if (entry != null) {
      return new Seen.Before(entry);
    } else if (outcome != null) {
      return new Seen.Told(outcome);
    }
    return id.number() <= origin.forgotten ? new Seen.Forgotten() : new Seen.Never();
  }

  void remember(RequestId id, Inbox.Entry entry) {
    if (most == 0) {
      return;
    }
    Origin origin = origin(id.origin());
    origin.time = entry.time();
    if (id.number() >= origin.floor) {
      origin.handled.put(id.number(), entry);
      origin.bound(origin.handled, most);
    }
  }

  /** The same answer again for whoever asks again, as long as this instance is in memory. */
  void told(RequestId id, Outcome outcome) {
    if (most == 0) {
      return;
    }
    Origin origin = origin(id.origin());
    if (id.number() >= origin.floor) {
      origin.told.put(id.number(), outcome);
      origin.bound(origin.told, most);
    }
  }

  /** Nobody can wait any more for what was committed before then. */
  void forgetBefore(Instant horizon) {
    for (Origin origin : origins.values()) {
      origin.handled.values().removeIf(entry -> entry.time().isBefore(horizon));
    }
    origins.values().removeIf(origin -> origin.isIdle() && origin.time.isBefore(horizon));
  }

  /** Where each origin's floor is, for a snapshot. */
  Map<Long, Long> floors() {
    Map<Long, Long> floors = new HashMap<>();
    origins.forEach((origin, known) -> floors.put(origin, known.floor));
    return floors;
  }

  /** Up to where each origin's requests had to be forgotten, for a snapshot. */
  Map<Long, Long> forgotten() {
    Map<Long, Long> forgotten = new HashMap<>();
    origins.forEach(
        (origin, known) -> {
          if (known.forgotten > 0) {
            forgotten.put(origin, known.forgotten);
          }
        });
    return forgotten;
  }

  /**
   * What a snapshot has of an origin, besides its entries.
   *
   * @param time of the snapshot's last commit
   */
  void restore(long id, long floor, long forgotten, Instant time) {
    Origin origin = origin(id);
    origin.raise(floor);
    origin.forgotten = forgotten;
    origin.time = time;
  }

  List<Inbox.Entry> entries() {
    List<Inbox.Entry> all = new ArrayList<>();
    origins.values().forEach(origin -> all.addAll(origin.handled.values()));
    return all;
  }

  private Origin origin(long id) {
    Origin origin = origins.get(id);
    if (origin == null) {
      if (origins.size() >= MOST_ORIGINS) {
        origins.values().remove(leastNeeded());
      }
      origin = new Origin();
      origins.put(id, origin);
    }
    origin.lastUsed = ++clock;
    return origin;
  }

  private Origin leastNeeded() {
    return Collections.min(
        origins.values(),
        Comparator.comparing((Origin origin) -> !origin.isIdle())
            .thenComparingLong(origin -> origin.lastUsed));
  }
}
