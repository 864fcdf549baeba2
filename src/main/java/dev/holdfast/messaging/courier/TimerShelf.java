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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The timers of a slice: those due soon are here, all are in the book.
 *
 * <p>Invariant: every timer that is due before {@link #until} is here, or was told to the instance
 * and taken. What commits change is here at once and in the book at its next page; what was set and
 * is gone before that never gets there.
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
  private Instant until = Instant.MIN;
  private boolean loading;

  TimerShelf(int most, Duration horizon) {
    this.most = most;
    this.horizon = horizon;
  }

  int size() {
    return near.size();
  }

  boolean hasChanges() {
    return !changes.isEmpty();
  }

  void apply(CommitRow row) {
    for (TimerChange change : row.commit().outbox().timers()) {
      var key = new TimerKey(row.entity(), change.name());
      switch (change) {
        case TimerChange.Set(var name, var due, var _) -> {
          changes.put(
              key, new Change.TimerSet(new TimerRow(row.entity(), name, due, row.sequence())));
          take(key);
          if (due.isBefore(until)) {
            put(new Firing(EntityId.parse(row.entity()), name, row.sequence(), due));
          }
        }
        case TimerChange.Gone(var name) -> {
          changes.put(key, new Change.TimerGone(row.entity(), name, row.sequence()));
          take(key);
        }
      }
    }
  }

  /** Whether timers have to be read, up to the time that is told. */
  Optional<Instant> wanted(Instant now) {
    boolean soon = until.isBefore(now.plus(horizon.dividedBy(2)));
    if (loading || !soon || near.size() > most / 2) {
      return Optional.empty();
    }
    loading = true;
    return Optional.of(now.plus(horizon));
  }

  void notLoaded() {
    loading = false;
  }

  /**
   * Timers came from the book.
   *
   * @param reached all that are due before this are among them or were here before
   */
  void loaded(List<TimerRow> rows, Instant reached) {
    loading = false;
    for (TimerRow row : rows) {
      putUnlessChanged(row);
    }
    until = reached;
    // What the book did not have yet.
    beingKept.values().forEach(this::putIfDue);
    changes.values().forEach(this::putIfDue);
  }

  private void putIfDue(Change change) {
    if (change instanceof Change.TimerSet(TimerRow row) && row.due().isBefore(until)) {
      putUnlessChanged(row);
    }
  }

  private void putUnlessChanged(TimerRow row) {
    var key = new TimerKey(row.entity(), row.name());
    Firing known = near.get(key);
    boolean older = known != null && known.sequence() >= row.sequence();
    if (!older && !isGone(key, row.sequence())) {
      take(key);
      put(new Firing(EntityId.parse(row.entity()), row.name(), row.sequence(), row.due()));
    }
  }

  private boolean isGone(TimerKey key, long sequence) {
    Change later = changes.getOrDefault(key, beingKept.get(key));
    if (later == null) {
      return false;
    }
    return switch (later) {
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
    near.put(firing.key(), firing);
    byDue.add(firing);
  }

  private void take(TimerKey key) {
    Firing known = near.remove(key);
    if (known != null) {
      byDue.remove(known);
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

  /** When the next one is due; empty when none is here. */
  Optional<Instant> next() {
    return byDue.isEmpty() ? Optional.empty() : Optional.of(byDue.first().due());
  }

  void ended(Firing firing, Verdict verdict, LaneSettings settings, long millis) {
    if (firing.ended(verdict, settings, millis)) {
      TimerKey key = firing.key();
      if (firing.equals(near.get(key))) {
        take(key);
      }
      // The instance may have said that it has no such timer: then nothing else takes it away.
      changes.putIfAbsent(key, new Change.TimerGone(key.entity(), key.name(), firing.sequence()));
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
      beingKept.forEach(changes::putIfAbsent);
    }
    beingKept = Map.of();
  }
}
