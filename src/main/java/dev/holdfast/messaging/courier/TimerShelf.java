package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.Bookkeeping.Change;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.lanes.LaneSettings;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.TimerChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The timers of a slice: those due soon are here, all are in the book.
 *
 * <p>Invariant: every timer that is due before {@link #until} is here, or was told to the instance
 * and taken, or is of a service or an instance that takes none now. What commits change is here at
 * once and in the book at its next page; what was set and is gone before that never gets there.
 */
final class TimerShelf {
  private static final Comparator<Firing> BY_DUE =
      Comparator.comparing(Firing::due).thenComparing(Firing::key);

  private final int most;
  private final Duration horizon;
  private final Map<TimerKey, Firing> near = new HashMap<>();
  private final TreeSet<Firing> byDue = new TreeSet<>(BY_DUE);
  private Map<TimerKey, Change> changes = new HashMap<>();
  private Map<TimerKey, Change> beingKept = Map.of();

  /** Written while a reading was under way, which may not have seen it. */
  private final Map<TimerKey, Change> keptMeanwhile = new HashMap<>();

  private final Set<String> heldBack = new HashSet<>();

  /** Instances that cannot take their timers; of each, one is here and is tried. */
  private final Set<EntityId> troubled = new HashSet<>();

  private Set<String> takers = Set.of();
  private Instant until = Instant.MAX;
  private Optional<TimerRow> lastRead = Optional.empty();
  private Optional<Reading> reading = Optional.empty();
  private Instant loweredMeanwhile = Instant.MAX;

  /**
   * Timers to be read from the book.
   *
   * @param before when those that are read are due
   */
  record Reading(TimerRow after, Instant before, int limit) {}

  TimerShelf(int most, Duration horizon) {
    this.most = most;
    this.horizon = horizon;
  }

  int size() {
    return near.size();
  }

  /** The book has timers: they have to be read. */
  void readAll() {
    lower(Instant.MIN);
  }

  /** These services take timers now, no others. */
  void follow(Set<String> now) {
    if (now.equals(takers)) {
      return;
    }
    takers = Set.copyOf(now);
    for (Firing firing : List.copyOf(byDue)) {
      if (!takes(firing)) {
        take(firing.key());
      }
    }
    if (heldBack.removeIf(takers::contains)) {
      readAll();
    }
  }

  private boolean takes(Firing firing) {
    String service = firing.entity().service();
    boolean taken = takers.contains(service);
    if (!taken) {
      heldBack.add(service);
    }
    return taken && !troubled.contains(firing.entity());
  }

  /** Timers that are due then or later may not be here any more. */
  private void lower(Instant due) {
    if (!due.isAfter(until)) {
      until = due;
      lastRead = Optional.empty();
    }
    if (due.isBefore(loweredMeanwhile)) {
      loweredMeanwhile = due;
    }
  }

  void apply(CommitRow row, Instant now) {
    for (TimerChange change : row.commit().outbox().timers()) {
      var key = new TimerKey(row.entity(), change.name());
      take(key);
      switch (change) {
        case TimerChange.Set(var name, var due, var _) -> {
          var timer = new TimerRow(row.entity(), name, due, row.sequence());
          changes.put(key, new Change.TimerSet(timer));
          offer(timer, now);
        }
        case TimerChange.Gone(var name) ->
            changes.put(key, new Change.TimerGone(row.entity(), name, row.sequence()));
      }
    }
  }

  /** Takes a timer that is due soon; of one that is due later it is known that it is not here. */
  private void offer(TimerRow row, Instant now) {
    if (row.due().isAfter(until)) {
      return;
    }
    if (row.due().isBefore(now.plus(horizon))) {
      put(new Firing(EntityId.parse(row.entity()), row.name(), row.sequence(), row.due()));
    } else {
      lower(row.due());
    }
  }

  /** What has to be read, if anything. */
  Optional<Reading> wanted(Instant now) {
    int page = Math.max(1, most / 2);
    boolean soon = until.isBefore(now.plus(horizon.dividedBy(2)));
    if (reading.isPresent() || !soon || near.size() > most - page) {
      return Optional.empty();
    }
    TimerRow start = until.equals(Instant.MIN) ? TimerRow.BEFORE_ALL : TimerRow.before(until);
    loweredMeanwhile = Instant.MAX;
    reading = Optional.of(new Reading(lastRead.orElse(start), now.plus(horizon), page));
    return reading;
  }

  void notLoaded() {
    reading = Optional.empty();
    keptMeanwhile.clear();
  }

  /**
   * Timers came from the book.
   *
   * @param next when the first one is due that is due later than what was read
   */
  void loaded(List<TimerRow> rows, Optional<Instant> next, Instant now) {
    boolean end = rows.size() < reading.orElseThrow().limit();
    reading = Optional.empty();
    until = end ? next.orElse(Instant.MAX) : rows.getLast().due();
    lastRead = end ? Optional.empty() : Optional.of(rows.getLast());
    lower(loweredMeanwhile);
    rows.forEach(row -> offerUnlessChanged(row, now));
    // What the book did not have yet.
    for (Map<TimerKey, Change> some : List.of(keptMeanwhile, beingKept, changes)) {
      for (Change change : List.copyOf(some.values())) {
        if (change instanceof Change.TimerSet(TimerRow row)) {
          offerUnlessChanged(row, now);
        }
      }
    }
    keptMeanwhile.clear();
  }

  private void offerUnlessChanged(TimerRow row, Instant now) {
    var key = new TimerKey(row.entity(), row.name());
    Firing known = near.get(key);
    boolean older = known != null && known.sequence() >= row.sequence();
    if (!older && !isGone(key, row.sequence())) {
      take(key);
      offer(row, now);
    }
  }

  private boolean isGone(TimerKey key, long sequence) {
    return Stream.of(changes, beingKept, keptMeanwhile)
        .flatMap(some -> Stream.ofNullable(some.get(key)))
        .anyMatch(change -> isLater(change, sequence));
  }

  /** What of two changes of one timer holds. */
  private static Change later(Change one, Change other) {
    return isLater(one, sequence(other)) ? one : other;
  }

  private static long sequence(Change change) {
    return switch (change) {
      case Change.TimerGone(var _, var _, var by) -> by;
      case Change.TimerSet(var row) -> row.sequence();
      case Change.Reached _,
          Change.PutAside _,
          Change.TakenUp _,
          Change.Parked _,
          Change.Released _ ->
          throw new IllegalArgumentException(change + " is no change of a timer");
    };
  }

  private static boolean isLater(Change change, long sequence) {
    return switch (change) {
      case Change.TimerGone(var _, var _, var by) -> by >= sequence;
      case Change.TimerSet(var row) -> row.sequence() > sequence;
      case Change.Reached _,
          Change.PutAside _,
          Change.TakenUp _,
          Change.Parked _,
          Change.Released _ ->
          false;
    };
  }

  private void put(Firing firing) {
    if (!takes(firing)) {
      return;
    }
    near.put(firing.key(), firing);
    byDue.add(firing);
    if (near.size() > most) {
      Firing last = byDue.last();
      take(last.key());
      lower(last.due());
    }
  }

  private void take(TimerKey key) {
    Firing known = near.remove(key);
    if (known != null) {
      byDue.remove(known);
      if (troubled.remove(known.entity())) {
        readAll();
      }
    }
  }

  /** Where there is little room, an instance that takes none of its timers has but one in it. */
  private void makeRoom(Firing tried) {
    if (near.size() > most / 2 && !troubled.contains(tried.entity())) {
      List<Firing> others =
          byDue.stream().filter(it -> it.entity().equals(tried.entity())).toList();
      for (Firing other : others) {
        if (!other.equals(tried)) {
          take(other.key());
        }
      }
      troubled.add(tried.entity());
    }
  }

  /** Those that go off now; each is told by {@link #ended} what became of it. */
  List<Firing> due(Instant now, long millis, int limit) {
    List<Firing> due = new ArrayList<>();
    for (Firing firing : byDue) {
      if (firing.due().isAfter(now) || due.size() >= limit) {
        break;
      }
      if (firing.isReady(now, millis)) {
        firing.start();
        due.add(firing);
      }
    }
    return due;
  }

  /** When the first one is due; empty when none is here. */
  Optional<Instant> first() {
    return byDue.isEmpty() ? Optional.empty() : Optional.of(byDue.first().due());
  }

  /** When the first one is due that is not due yet. */
  Optional<Instant> next(Instant now) {
    for (Firing firing : byDue) {
      if (firing.due().isAfter(now)) {
        return Optional.of(firing.due());
      }
    }
    return Optional.empty();
  }

  void ended(Firing firing, Verdict verdict, LaneSettings settings, long millis) {
    TimerKey key = firing.key();
    boolean here = firing.equals(near.get(key));
    boolean over = firing.ended(verdict, settings, millis);
    if (!over && here) {
      makeRoom(firing);
    }
    if (over) {
      if (here) {
        take(key);
      }
      // The instance may have said that it has no such timer: then nothing else takes it away.
      var gone = new Change.TimerGone(key.entity(), key.name(), firing.sequence());
      if (!isGone(key, gone.sequence())) {
        changes.merge(key, gone, TimerShelf::later);
      }
    }
  }

  /** What the next page of the book has to say of timers. */
  List<Change> startKeeping() {
    beingKept = changes;
    changes = new HashMap<>();
    return List.copyOf(beingKept.values());
  }

  /** The page is written, or not. */
  void kept(boolean written) {
    if (!written) {
      beingKept.forEach((key, change) -> changes.merge(key, change, TimerShelf::later));
    } else if (reading.isPresent()) {
      keptMeanwhile.putAll(beingKept);
    }
    beingKept = Map.of();
  }
}
