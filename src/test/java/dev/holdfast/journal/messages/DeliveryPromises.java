package dev.holdfast.journal.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.FencedException;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.Journals;
import dev.holdfast.journal.OutcomeUnknownException;
import dev.holdfast.journal.messages.Bookkeeping.Change;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.MessageId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the delivery book keeps, on every database. */
interface DeliveryPromises {
  Instant NOON = Instant.ofEpochSecond(1_700_000_000L);

  /** Another journal of eight slices on this test's database; it holds nothing yet. */
  Journal join() throws SQLException;

  private Journal open() throws SQLException {
    Journal journal = join();
    Journals.get(journal.claimAll());
    return journal;
  }

  private static CompletionStage<Void> keep(Journal journal, int slice, Change... changes) {
    long epoch = journal.epoch(slice).orElseThrow();
    return journal.deliveries().keep(slice, epoch, new Bookkeeping(List.of(changes)));
  }

  private static AsideRow aside(String receiver, int slice, int tries) {
    return new AsideRow(
        "lane",
        receiver,
        new MessageId(slice, 42, 3),
        NOON.plusNanos(7),
        new Failure(tries, "busy", "it said \0 and fell silent"));
  }

  private static TimerRow timer(String entity, String name, long seconds, long sequence) {
    return new TimerRow(entity, name, NOON.plusSeconds(seconds), sequence);
  }

  private static ParkedRow parked(String entity, long number) {
    return new ParkedRow(
        entity, number, "lane", NOON, "pay", new Failure(5, "broken", "why"), number % 2 == 0);
  }

  @Test
  default void positionsAndWhatIsAsideAreKeptReplacedAndTakenAway() throws SQLException {
    try (Journal journal = open()) {
      Deliveries book = journal.deliveries();
      Journals.get(
          keep(
              journal,
              3,
              new Change.Reached("", 17),
              new Change.Reached("lane", 5),
              new Change.PutAside(aside("s/a", 3, 1)),
              new Change.PutAside(aside("s", 3, 2)),
              new Change.PutAside(aside("s/b", 3, 1))));
      Journals.get(keep(journal, 4, new Change.PutAside(aside("s", 4, 1))));
      Journals.get(
          keep(
              journal,
              3,
              new Change.Reached("", 18),
              new Change.Reached("", 12),
              new Change.PutAside(aside("s/a", 3, 9)),
              new Change.TakenUp("lane", "s/b"),
              new Change.TakenUp("lane", "s/none")));
      assertEquals(Map.of("", 12L, "lane", 5L), book.open(3).positions());
      assertEquals(Map.of(), book.open(4).positions());
      assertEquals(
          List.of(2, 9), book.open(3).asides().stream().map(r -> r.failure().tries()).toList());
      AsideRow stored = book.open(3).asides().getLast();
      assertEquals("s/a", stored.receiver());
      assertEquals(aside("s/a", 3, 9).from(), stored.from());
      assertEquals(aside("s/a", 3, 9).since(), stored.since());
      assertEquals(
          List.of("s", "s/a", "s"),
          book.asidesOf(EntityId.parse("s/a"), 10).stream().map(AsideRow::receiver).toList());
      assertEquals(1, book.asidesOf(EntityId.parse("s/a"), 1).size());
      assertEquals(List.of(), book.asidesOf(EntityId.parse("t/a"), 10));
    }
  }

  @Test
  default void whatIsOfALaneIsFoundOverAllSlices() throws SQLException {
    try (Journal journal = open()) {
      Deliveries book = journal.deliveries();
      var elsewhere =
          new AsideRow("", "s/a", new MessageId(5, 1, 0), NOON, new Failure(1, "busy", "it is"));
      Journals.get(keep(journal, 3, new Change.Reached("lane", 5), new Change.Reached("", 7)));
      Journals.get(keep(journal, 4, new Change.Reached("lane", 6)));
      Journals.get(keep(journal, 3, new Change.PutAside(aside("s/a", 3, 1))));
      Journals.get(keep(journal, 4, new Change.PutAside(aside("s", 4, 1))));
      Journals.get(keep(journal, 5, new Change.PutAside(elsewhere)));
      assertEquals(Map.of(3, 5L, 4, 6L), book.positionsOf("lane"));
      assertEquals(List.of("", "lane"), book.lanes());
      assertEquals(
          List.of("s/a", "s"),
          book.asidesOfLane("lane", 10).stream().map(AsideRow::receiver).toList());
      assertEquals(1, book.asidesOfLane("lane", 1).size());
      assertEquals(elsewhere, book.asidesOfAll(10).getFirst(), "the longest first");
      assertEquals(3, book.asidesOfAll(10).size());
    }
  }

  @Test
  default void timersOfAllSlicesComeInTheOrderInWhichTheyAreDue() throws SQLException {
    try (Journal journal = open()) {
      List<TimerRow> rows = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        TimerRow row = timer("s/" + i, "t", 10 - i, 1);
        int slice = journal.slices().of(row.entity());
        Journals.get(keep(journal, slice, new Change.TimerSet(row)));
        rows.addFirst(row);
      }
      assertEquals(rows, journal.deliveries().timers(10));
      assertEquals(rows.subList(0, 2), journal.deliveries().timers(2));
    }
  }

  @Test
  default void ofATimerTheLatestCommitDecides() throws SQLException {
    try (Journal journal = open()) {
      Deliveries book = journal.deliveries();
      int slice = journal.slices().of("s/a");
      TimerRow set = timer("s/a", "t", 10, 5);
      TimerRow again = timer("s/a", "t", 20, 7);
      Journals.get(keep(journal, slice, new Change.TimerSet(set)));
      assertEquals(List.of(set), book.timersOf("s/a", 10));
      Journals.get(keep(journal, slice, new Change.TimerSet(again)));
      Journals.get(keep(journal, slice, new Change.TimerSet(set)));
      Journals.get(keep(journal, slice, new Change.TimerGone("s/a", "t", 6)));
      assertEquals(List.of(again), book.timersOf("s/a", 10), "what is earlier changes nothing");
      Journals.get(keep(journal, slice, new Change.TimerGone("s/a", "t", 7)));
      assertEquals(List.of(), book.timersOf("s/a", 10));
      Journals.get(
          keep(
              journal,
              slice,
              new Change.TimerSet(set),
              new Change.TimerGone("s/a", "t", 6),
              new Change.TimerGone("s/a", "t", 7),
              new Change.TimerSet(again),
              new Change.TimerSet(timer("s/a", "gone", 1, 8)),
              new Change.TimerGone("s/a", "gone", 8)));
      assertEquals(List.of(again), book.timersOf("s/a", 10), "of one commit the last change");
      assertEquals(1, book.countTimers());
    }
  }

  @Test
  default void thousandsOfTimersAreKeptAtOnceAndComeInTheOrderTheyAreDue() throws SQLException {
    try (Journal journal = open()) {
      Deliveries book = journal.deliveries();
      int slice = journal.slices().of("s/a");
      int most = 3000;
      var changes = new ArrayList<Change>();
      for (int i = 0; i < most; i++) {
        changes.add(new Change.TimerSet(timer("s/a", "t" + i, i * 7919 % most / 3, 1)));
      }
      Journals.get(keep(journal, slice, changes.toArray(Change[]::new)));
      assertEquals(most, book.countTimers());
      Instant end = NOON.plusSeconds(most / 3 - 1);
      List<TimerRow> due = new ArrayList<>(book.timersDue(slice, TimerRow.BEFORE_ALL, end, 500));
      while (due.size() % 500 == 0) {
        due.addAll(book.timersDue(slice, due.getLast(), end, 500));
      }
      assertEquals(most - 3, due.size(), "the last three are not due before the end");
      assertEquals(due.stream().map(TimerRow::due).sorted().toList(), dues(due));
      assertEquals(due.size(), due.stream().distinct().count());
      assertEquals(List.of(), book.timersDue((slice + 1) % 8, TimerRow.BEFORE_ALL, end, 500));
      assertEquals(List.of("t0", "t1", "t10"), names(book.timersOf("s/a", 3)));
    }
  }

  private static List<Instant> dues(List<TimerRow> timers) {
    return timers.stream().map(TimerRow::due).toList();
  }

  private static List<String> names(List<TimerRow> timers) {
    return timers.stream().map(TimerRow::name).toList();
  }

  @Test
  default void whatIsParkedIsListedByServiceAndInstanceInPages() throws SQLException {
    try (Journal journal = open()) {
      Deliveries book = journal.deliveries();
      List<ParkedRow> rows = new ArrayList<>();
      for (String entity : List.of("shop-2/a", "shop/a", "shop/b", "shop/\uD83D\uDE00")) {
        for (long number = 9; number <= 11; number++) {
          rows.add(parked(entity, number));
          Journals.get(
              keep(
                  journal, journal.slices().of(entity), new Change.Parked(parked(entity, number))));
        }
      }
      assertEquals(rows, book.parked(ParkedKey.START, 100));
      assertEquals(rows.subList(4, 6), book.parked(rows.get(3).key(), 2));
      assertEquals(rows.subList(3, 12), book.parkedOfService("shop", ParkedKey.START, 100));
      assertEquals(rows.subList(3, 5), book.parkedOfService("shop", ParkedKey.START, 2));
      assertEquals(rows.subList(5, 7), book.parkedOfService("shop", rows.get(4).key(), 2));
      assertEquals(List.of(), book.parkedOfService("sho", ParkedKey.START, 100));
      assertEquals(rows.subList(7, 9), book.parkedOf("shop/b", 9, 100));
      assertEquals(12, book.countParked());
      var failedAgain =
          new ParkedRow("shop/b", 9, "lane", NOON, "pay", new Failure(6, "other", ""), true);
      Journals.get(
          keep(
              journal,
              journal.slices().of("shop/b"),
              new Change.Parked(failedAgain),
              new Change.Released(new ParkedKey("shop/b", 10))));
      assertEquals(List.of(failedAgain, parked("shop/b", 11)), book.parkedOf("shop/b", 0, 100));
    }
  }

  @Test
  default void whoLostTheSliceChangesNothingAndItsOtherSlicesAreKept() throws SQLException {
    try (Journal first = open();
        Journal second = join()) {
      Deliveries book = first.deliveries();
      int slice = first.slices().of("s/a");
      int other = (slice + 1) % 8;
      long stale = first.epoch(slice).orElseThrow();
      Journals.get(
          keep(
              first,
              slice,
              new Change.Reached("lane", 1),
              new Change.TimerSet(timer("s/a", "t", 1, 1)),
              new Change.Parked(parked("s/a", 1)),
              new Change.PutAside(aside("s/b", slice, 1))));
      long epoch = Journals.get(second.claim(slice));
      var all =
          new Bookkeeping(
              List.of(
                  new Change.Reached("lane", 2),
                  new Change.TimerGone("s/a", "t", 9),
                  new Change.Released(new ParkedKey("s/a", 1)),
                  new Change.TakenUp("lane", "s/b")));
      var fenced = new ArrayList<CompletionStage<Void>>();
      var kept = new ArrayList<CompletionStage<Void>>();
      for (int i = 1; i <= 20; i++) {
        fenced.add(book.keep(slice, stale, all));
        kept.add(keep(first, other, new Change.Reached("lane", i)));
      }
      fenced.forEach(late -> assertThrows(FencedException.class, () -> Journals.get(late)));
      kept.forEach(Journals::get);
      var guessed = book.keep(slice, epoch, all);
      assertThrows(FencedException.class, () -> Journals.get(guessed), "another writer's epoch");
      assertEquals(Map.of("lane", 1L), book.open(slice).positions());
      assertEquals(Map.of("lane", 20L), book.open(other).positions());
      assertEquals(1, book.timersOf("s/a", 9).size());
      assertEquals(1, book.countParked());
      assertEquals(1, book.open(slice).asides().size());
      Journals.get(second.deliveries().keep(slice, epoch, all));
      assertEquals(Map.of("lane", 2L), book.open(slice).positions());
      assertEquals(List.of(), book.timersOf("s/a", 9));
      assertEquals(0, book.countParked());
      assertEquals(List.of(), book.open(slice).asides());
      Journals.get(first.claim(slice));
      var cameBack = book.keep(slice, stale, all);
      assertThrows(FencedException.class, () -> Journals.get(cameBack), "it left and came back");
    }
  }

  @Test
  default void whatCannotBeKeptFailsAloneAndAsAWhole() throws SQLException {
    try (Journal journal = open()) {
      int slice = journal.slices().of("s/a");
      var never = new TimerRow("s/a", "never", Instant.MAX, 1);
      var kept = new ArrayList<CompletionStage<Void>>();
      var failed = new ArrayList<CompletionStage<Void>>();
      for (int i = 0; i < 40; i++) {
        kept.add(keep(journal, slice, new Change.TimerSet(timer("s/a", "t" + i, i, 1))));
        failed.add(keep(journal, slice, new Change.Reached("lane", 1), new Change.TimerSet(never)));
      }
      kept.forEach(Journals::get);
      failed.forEach(one -> assertThrows(OutcomeUnknownException.class, () -> Journals.get(one)));
      assertEquals(40, journal.deliveries().countTimers());
      assertEquals(Map.of(), journal.deliveries().open(slice).positions());
    }
  }

  @Test
  default void anInstanceOfAnotherSliceIsRefused() throws SQLException {
    try (Journal journal = open()) {
      int slice = (journal.slices().of("s/a") + 1) % 8;
      assertThrows(
          IllegalArgumentException.class,
          () -> keep(journal, slice, new Change.TimerGone("s/a", "t", 1)));
    }
  }

  @Test
  default void aLaneIsStartedOnceInAllSlicesAndForgottenWhenItIsDropped() throws Exception {
    try (Journal journal = open();
        Journal other = join()) {
      Deliveries book = journal.deliveries();
      var started = new ArrayList<Boolean>();
      var threads = new ArrayList<Thread>();
      for (Deliveries one : List.of(book, other.deliveries(), book, other.deliveries())) {
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      boolean mine = one.startLane("sub", Map.of(1, 10L, 2, 20L));
                      synchronized (started) {
                        started.add(mine);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(1, started.stream().filter(mine -> mine).count());
      assertEquals(4, started.size());
      assertEquals(Map.of("sub", 20L), book.open(2).positions());
      assertEquals(Map.of("sub", 0L), book.open(7).positions());
      assertFalse(book.startLane("sub", Map.of(1, 99L)));
      Journals.get(keep(journal, 1, new Change.PutAside(aside("s/a", 1, 1))));
      book.dropLane("sub");
      assertEquals(Map.of(), book.open(2).positions());
      assertEquals(1, book.open(1).asides().size(), "of another lane");
      book.dropLane("lane");
      assertEquals(List.of(), book.open(1).asides());
      assertTrue(book.startLane("sub", Map.of()));
    }
  }
}
