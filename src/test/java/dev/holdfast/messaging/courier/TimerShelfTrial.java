package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.Bookkeeping.Change;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.lanes.LaneSettings;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.Send;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A shelf, the book it is read from, and instances that take a timer once. */
final class TimerShelfTrial {
  private static final Duration HORIZON = Duration.ofSeconds(10);
  private static final Set<String> ALL = Set.of("s", "t", "paused");
  private static final LaneSettings SETTINGS =
      new LaneSettings(1, 2, 1, 5, Duration.ofMillis(10), Duration.ofMillis(10), HORIZON, 1, 1);
  private static final String NAME = "timer";
  private static final Verdict NOT_NOW =
      new Verdict.NotNow(ProblemCode.OVERLOADED.problem("full"), false);
  private static final Send CALL =
      new Send(new HandlerCall(new EntityId("s", "a"), "h", Json.NULL), Optional.empty());

  private final Random random;
  private final int most;
  private final Map<TimerKey, TimerRow> book = new HashMap<>();
  private final List<CommitRow> unkept = new ArrayList<>();
  private final Map<String, Long> active = new HashMap<>();
  private final Set<String> fired = new TreeSet<>();
  private final Set<String> dead = new HashSet<>();
  private final List<Firing> onTheirWay = new ArrayList<>();
  private Optional<List<Change>> page = Optional.empty();
  private int inPage;
  private Optional<TimerShelf.Reading> reading = Optional.empty();
  private List<TimerRow> read = List.of();
  private Optional<Instant> next = Optional.empty();
  private Set<String> takers = ALL;
  private TimerShelf shelf;
  private Instant now = Instant.EPOCH;
  private long sequence;
  private boolean finishing;

  TimerShelfTrial(long seed, int most) {
    this.random = new Random(seed);
    this.most = most;
    this.shelf = new TimerShelf(most, HORIZON);
    shelf.follow(takers);
  }

  void step() {
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> set(entity(), random.nextInt(40));
      case 3 -> cancel(entity());
      case 4 -> now = now.plusMillis(random.nextInt(1_500));
      case 5 -> startReading();
      case 6, 7 -> endReading();
      case 8 -> startPage();
      case 9 -> endPage(random.nextInt(4) > 0);
      case 10 -> fire();
      case 11 -> answer();
      default -> seldom();
    }
  }

  private void seldom() {
    if (random.nextInt(4) == 0 && !dead.remove("s/1")) {
      dead.add("s/1");
    } else if (random.nextInt(4) == 0) {
      takers(random.nextBoolean() ? ALL : Set.of("s"));
    } else if (random.nextInt(10) == 0) {
      restart();
    }
  }

  private String entity() {
    return (random.nextBoolean() ? "s/" : "t/") + random.nextInt(30);
  }

  void dies(String entity) {
    dead.add(entity);
  }

  void recovers(String entity) {
    dead.remove(entity);
  }

  void takers(Set<String> services) {
    takers = services;
    shelf.follow(services);
  }

  int inMemory() {
    return shelf.size();
  }

  Set<String> fired() {
    return fired;
  }

  /** What went off, and what would have had to. */
  Set<String> expected() {
    Set<String> expected = new TreeSet<>(fired);
    active.forEach((entity, number) -> expected.add(entity + " " + number));
    return expected;
  }

  void set(String entity, int seconds) {
    commit(entity, new TimerChange.Set(NAME, now.plusSeconds(seconds), CALL));
    active.put(entity, sequence);
  }

  /** Some of many of one instance, none of which is expected. */
  void setAside(String entity, String name, int seconds) {
    commit(entity, new TimerChange.Set(name, now.plusSeconds(seconds), CALL));
  }

  private void cancel(String entity) {
    commit(entity, new TimerChange.Gone(NAME));
    active.remove(entity);
  }

  private void commit(String entity, TimerChange... changes) {
    sequence++;
    var outbox = new Outbox(List.of(), List.of(), List.of(changes), List.of());
    var commit =
        new Commit(
            Optional.empty(),
            "h",
            List.of(),
            Json.NULL,
            Caller.service("s"),
            now,
            "1",
            outbox,
            Optional.empty());
    var row = new CommitRow(entity, sequence, 0, sequence, 1, commit);
    unkept.add(row);
    shelf.apply(row, now);
  }

  void startReading() {
    if (reading.isEmpty()) {
      reading = shelf.wanted(now);
      reading.ifPresent(this::read);
    }
  }

  private void read(TimerShelf.Reading wanted) {
    Comparator<TimerRow> order =
        Comparator.comparing(TimerRow::due)
            .thenComparing(TimerRow::entity)
            .thenComparing(TimerRow::name);
    List<TimerRow> rows = book.values().stream().sorted(order).toList();
    read =
        rows.stream()
            .filter(row -> order.compare(row, wanted.after()) > 0)
            .filter(row -> row.due().isBefore(wanted.before()))
            .limit(wanted.limit())
            .toList();
    next =
        rows.stream().map(TimerRow::due).filter(due -> !due.isBefore(wanted.before())).findFirst();
  }

  void endReading() {
    if (reading.isPresent()) {
      reading = Optional.empty();
      if (random.nextInt(8) == 0) {
        shelf.notLoaded();
      } else {
        shelf.loaded(read, next, now);
      }
    }
  }

  private void startPage() {
    if (page.isEmpty()) {
      page = Optional.of(shelf.startKeeping());
      inPage = unkept.size();
    }
  }

  private void endPage(boolean written) {
    if (page.isPresent()) {
      if (written) {
        page.get().forEach(this::write);
        unkept.subList(0, inPage).clear();
      }
      shelf.kept(written);
      page = Optional.empty();
    }
  }

  void keep() {
    startPage();
    endPage(true);
  }

  private void write(Change change) {
    switch (change) {
      case Change.TimerSet(TimerRow row) -> book.put(new TimerKey(row.entity(), row.name()), row);
      case Change.TimerGone(String entity, String name, long by) ->
          book.computeIfPresent(
              new TimerKey(entity, name), (_, row) -> row.sequence() <= by ? null : row);
      case Change.Reached _,
          Change.PutAside _,
          Change.TakenUp _,
          Change.Parked _,
          Change.Released _ ->
          throw new AssertionError(change);
    }
  }

  private void fire() {
    for (Firing firing : shelf.due(now, now.toEpochMilli(), 4)) {
      String entity = firing.entity().key();
      if (dead.contains(entity)) {
        shelf.ended(firing, NOT_NOW, SETTINGS, now.toEpochMilli());
        continue;
      }
      if (active.remove(entity, firing.sequence())) {
        fired.add(entity + " " + firing.sequence());
        if (random.nextBoolean() && !finishing) {
          setAgain(entity);
        }
      }
      onTheirWay.add(firing);
    }
  }

  /** The commit of a timer that goes off: it is gone, and set again. */
  private void setAgain(String entity) {
    Instant due = now.plusSeconds(1 + random.nextInt(30));
    commit(entity, new TimerChange.Gone(NAME), new TimerChange.Set(NAME, due, CALL));
    active.put(entity, sequence);
  }

  private void answer() {
    onTheirWay.forEach(
        firing -> shelf.ended(firing, new Verdict.Handled(), SETTINGS, now.toEpochMilli()));
    onTheirWay.clear();
  }

  /** Another courier of the slice begins where the book is. */
  void restart() {
    page = Optional.empty();
    reading = Optional.empty();
    onTheirWay.clear();
    shelf = new TimerShelf(most, HORIZON);
    shelf.follow(takers);
    if (!book.isEmpty()) {
      shelf.readAll();
    }
    unkept.forEach(row -> shelf.apply(row, now));
  }

  /** Lets seconds pass in which everything is done that can be. */
  void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      for (int turn = 0; turn < 60; turn++) {
        startReading();
        endReading();
        fire();
        answer();
        keep();
      }
    }
  }

  void finish() {
    finishing = true;
    dead.clear();
    answer();
    takers(ALL);
    endPage(false);
    endReading();
    pass(140);
  }
}
