package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Bookkeeping;
import dev.holdfast.journal.messages.Bookkeeping.Change;
import dev.holdfast.journal.messages.Failure;
import dev.holdfast.journal.messages.ParkedKey;
import dev.holdfast.journal.messages.ParkedRow;
import dev.holdfast.messaging.lanes.Aside;
import dev.holdfast.messaging.lanes.Lane;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be written down of a slice: how far its lanes are, what they set aside, its timers and
 * what its instances parked. One page at a time; a page that was not written is part of the next.
 */
final class Book {
  private final Map<String, Long> reached = new HashMap<>();
  private final Map<String, Set<Aside>> asides = new HashMap<>();
  private List<Change> parking = new ArrayList<>();
  private Optional<Page> open = Optional.empty();

  /** What one writing changes. */
  record Page(
      Bookkeeping changes,
      Map<String, Long> reached,
      Map<String, Set<Aside>> asides,
      List<Change> parking) {}

  /** As it was read. */
  Lane.Kept opened(String lane, Map<String, Long> positions, List<AsideRow> rows) {
    long position = positions.getOrDefault(lane, 0L);
    reached.put(lane, position);
    Set<Aside> known = new HashSet<>();
    for (AsideRow row : rows) {
      if (row.lane().equals(lane)) {
        known.add(aside(row));
      }
    }
    asides.put(lane, known);
    return new Lane.Kept(position, known);
  }

  private static Aside aside(AsideRow row) {
    Problem problem =
        new Problem(
            row.failure().code(),
            Problem.Kind.SYSTEM,
            ProblemCode.NOT_READY.status(),
            "",
            row.failure().detail(),
            "");
    return new Aside(
        row.receiver(), row.from(), row.since().toEpochMilli(), row.failure().tries(), problem);
  }

  /** Notes what a commit does to parked messages. */
  void apply(CommitRow row) {
    for (ParkingChange change : row.commit().outbox().parking()) {
      switch (change) {
        case ParkingChange.Parked(var message) ->
            parking.add(new Change.Parked(parked(row, message)));
        case ParkingChange.Released(var number, var _) ->
            parking.add(new Change.Released(new ParkedKey(row.entity(), number)));
        // Lists show who and since when; the instance itself knows how often and why by now.
        case ParkingChange.Failed _, ParkingChange.Edited _ -> {}
      }
    }
  }

  private static ParkedRow parked(CommitRow row, ParkedMessage message) {
    return new ParkedRow(
        row.entity(),
        row.sequence(),
        message.lane(),
        row.commit().time(),
        message.call().handler(),
        new Failure(message.tries(), message.problem().code(), message.problem().detail()),
        message.blocking());
  }

  /** The next page; empty while one is being written or when there is nothing to write. */
  Optional<Page> nextPage(Collection<Lane> lanes, List<Change> timers, Map<String, Long> others) {
    if (open.isPresent()) {
      return Optional.empty();
    }
    List<Change> changes = new ArrayList<>(timers);
    changes.addAll(parking);
    Map<String, Long> nowReached = new HashMap<>(others);
    Map<String, Set<Aside>> nowAsides = new HashMap<>();
    for (Lane lane : lanes) {
      Lane.Kept kept = lane.kept();
      nowReached.put(lane.name(), kept.position());
      nowAsides.put(lane.name(), Set.copyOf(kept.asides()));
    }
    nowReached.entrySet().removeIf(one -> one.getValue().equals(reached.get(one.getKey())));
    nowReached.forEach((lane, offset) -> changes.add(new Change.Reached(lane, offset)));
    nowAsides.forEach((lane, now) -> difference(lane, now, changes));
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    open = Optional.of(new Page(new Bookkeeping(changes), nowReached, nowAsides, parking));
    parking = new ArrayList<>();
    return open;
  }

  private void difference(String lane, Set<Aside> now, List<Change> changes) {
    Set<Aside> before = asides.getOrDefault(lane, Set.of());
    Set<String> keys = new HashSet<>();
    for (Aside aside : now) {
      keys.add(aside.key());
      if (!before.contains(aside)) {
        changes.add(new Change.PutAside(row(lane, aside)));
      }
    }
    for (Aside aside : before) {
      if (!keys.contains(aside.key())) {
        changes.add(new Change.TakenUp(lane, aside.key()));
      }
    }
  }

  private static AsideRow row(String lane, Aside aside) {
    Problem problem = aside.problem();
    return new AsideRow(
        lane,
        aside.key(),
        aside.from(),
        Instant.ofEpochMilli(aside.since()),
        new Failure(aside.failures(), problem.code(), problem.detail()));
  }

  void kept(Page page, boolean written) {
    open = Optional.empty();
    if (written) {
      reached.putAll(page.reached());
      asides.putAll(page.asides());
    } else {
      var again = new ArrayList<>(page.parking());
      again.addAll(parking);
      parking = again;
    }
  }

  boolean isBeingWritten() {
    return open.isPresent();
  }
}
