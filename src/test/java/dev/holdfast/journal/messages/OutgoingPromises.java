package dev.holdfast.journal.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalEntry;
import dev.holdfast.journal.Journals;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.CommitCodec;
import dev.holdfast.protocol.Outbox;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is told and read of commits that cause something, on every database. */
interface OutgoingPromises {
  Instant NOON = Instant.ofEpochSecond(1_700_000_000L);

  /** Another journal of eight slices on this test's database; it holds nothing yet. */
  Journal join() throws SQLException;

  private Journal open() throws SQLException {
    Journal journal = join();
    Journals.get(journal.claimAll());
    return journal;
  }

  /** Remembers what it is told. */
  final class Listener implements OutgoingListener {
    final List<CommitRow> rows = new CopyOnWriteArrayList<>();
    final AtomicInteger missed = new AtomicInteger();

    @Override
    public void landed(CommitRow row) {
      rows.add(row);
    }

    @Override
    public void missed() {
      missed.incrementAndGet();
    }
  }

  private static List<CommitRow> all(Journal journal, int slice) {
    return journal.outgoingReads().outgoing(slice, 0, 100_000, Long.MAX_VALUE);
  }

  @Test
  default void whatCommitsCauseIsToldInOrderAndCompleteWhileManyAppend() throws Exception {
    try (Journal journal = open()) {
      List<Listener> listeners = new ArrayList<>();
      for (int slice = 0; slice < journal.slices().count(); slice++) {
        listeners.add(new Listener());
        journal.outgoing().subscribe(slice, listeners.getLast());
      }
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 24; i++) {
        String entity = "s/" + i;
        threads.add(Thread.ofVirtual().start(() -> appendMany(journal, entity, 60)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      int told = 0;
      for (int slice = 0; slice < listeners.size(); slice++) {
        assertEquals(all(journal, slice), List.copyOf(listeners.get(slice).rows));
        assertEquals(0, listeners.get(slice).missed.get());
        told += listeners.get(slice).rows.size();
      }
      assertEquals(24 * 20, told, "each third commit causes something");
      assertEquals(24 * 60, journal.reads().totals().commits());
    }
  }

  private static void appendMany(Journal journal, String entity, int count) {
    for (int n = 1; n <= count; n++) {
      Outbox outbox = n % 3 == 0 ? Outboxes.publishing("orders") : Outbox.EMPTY;
      Outboxes.append(journal, entity, n, Journals.commit(n, outbox));
    }
  }

  @Test
  default void whatWaitsToBeReadOfATopicIsCountedWithTheTimeOfTheFirst() throws SQLException {
    try (Journal journal = open()) {
      OutgoingReads reads = journal.outgoingReads();
      assertEquals(new OutgoingReads.Backlog(0, Optional.empty()), reads.backlog("t", Map.of(), 9));
      Map<Integer, Long> reached = new HashMap<>();
      for (int i = 0; i < 6; i++) {
        String entity = "s/" + i;
        Instant time = NOON.plusSeconds(i);
        Outboxes.append(journal, entity, 1, Outboxes.at(time, Outboxes.publishing("t")));
        Outboxes.append(journal, entity, 2, Outboxes.at(time, Outboxes.publishing("other")));
        Outboxes.append(journal, entity, 3, Outboxes.at(time, Outboxes.sending()));
        if (i == 0) {
          reached.putAll(reads.standings());
        }
      }
      assertEquals(
          new OutgoingReads.Backlog(6, Optional.of(NOON)), reads.backlog("t", Map.of(), 9));
      assertEquals(
          new OutgoingReads.Backlog(5, Optional.of(NOON.plusSeconds(1))),
          reads.backlog("t", reached, 9));
      long slices = reads.standings().size();
      assertEquals(slices, reads.backlog("t", Map.of(), 1).commits(), "one of each slice");
    }
  }

  @Test
  default void ofOneWriteOnlyTheCommitsThatCauseSomethingAreTold() throws SQLException {
    try (Journal journal = open()) {
      int slice = journal.slices().of("s/a");
      long epoch = journal.epoch(slice).orElseThrow();
      var listener = new Listener();
      journal.outgoing().subscribe(slice, listener);
      List<Outbox> outboxes =
          List.of(
              Outbox.EMPTY,
              Outboxes.sending(),
              Outbox.EMPTY,
              Outboxes.cancelling("t"),
              Outboxes.releasing(1),
              Outbox.EMPTY);
      var entries = new ArrayList<JournalEntry>();
      for (Outbox outbox : outboxes) {
        entries.add(new JournalEntry(epoch, Journals.commit(entries.size(), outbox)));
      }
      Journals.get(journal.append("s/a", 1, entries));
      assertEquals(all(journal, slice), List.copyOf(listener.rows));
      assertEquals(List.of(2L, 4L, 5L), listener.rows.stream().map(CommitRow::sequence).toList());
      assertEquals(List.of(2L, 4L, 5L), listener.rows.stream().map(CommitRow::offset).toList());
      assertEquals(6, journal.reads().slice(slice, 0, 100).size());
    }
  }

  @Test
  default void oneListenerASliceIsTold() throws SQLException {
    try (Journal journal = open()) {
      int slice = journal.slices().of("s/a");
      var first = new Listener();
      var second = new Listener();
      var replaced = journal.outgoing().subscribe(slice, first);
      var current = journal.outgoing().subscribe(slice, second);
      replaced.close();
      Outboxes.append(journal, "s/a", 1, Journals.commit(1, Outboxes.sending()));
      current.close();
      Outboxes.append(journal, "s/a", 2, Journals.commit(2, Outboxes.sending()));
      assertEquals(0, first.rows.size());
      assertEquals(List.of(1L), second.rows.stream().map(CommitRow::sequence).toList());
    }
  }

  @Test
  default void aListenerThatFailsHoldsUpNobodyAndHearsThatItMissed() throws SQLException {
    try (Journal journal = open()) {
      int slice = journal.slices().of("s/a");
      var missed = new AtomicInteger();
      journal
          .outgoing()
          .subscribe(
              slice,
              new OutgoingListener() {
                @Override
                public void landed(CommitRow row) {
                  throw new IllegalStateException("expected in this test");
                }

                @Override
                public void missed() {
                  missed.incrementAndGet();
                }
              });
      assertEquals(1, Outboxes.append(journal, "s/a", 1, Journals.commit(1, Outboxes.sending())));
      assertEquals(2, Outboxes.append(journal, "s/a", 2, Journals.commit(2, Outboxes.sending())));
      assertEquals(2, missed.get());
    }
  }

  @Test
  default void whatAnotherOwnerWroteMeanwhileWasMissed() throws SQLException {
    try (Journal first = open();
        Journal second = join()) {
      int slice = first.slices().of("s/a");
      var listener = new Listener();
      first.outgoing().subscribe(slice, listener);
      Journals.get(second.claim(slice));
      Outboxes.append(second, "s/a", 1, Journals.commit(1, Outboxes.sending()));
      assertEquals(0, listener.missed.get());
      Journals.get(first.claim(slice));
      assertEquals(1, listener.missed.get());
      assertEquals(1, all(first, slice).size());
    }
  }

  @Test
  default void aPageEndsBeforeItHasTooManyBytesOrCommits() throws SQLException {
    try (Journal journal = open()) {
      int slice = journal.slices().of("s/a");
      for (long n = 1; n <= 9; n++) {
        Outbox outbox = n % 2 == 1 ? Outboxes.sending() : Outbox.EMPTY;
        Outboxes.append(journal, "s/a", n, Journals.commit(n, outbox));
      }
      OutgoingReads reads = journal.outgoingReads();
      assertEquals(List.of(1L, 3L), offsets(reads.outgoing(slice, 0, 2, 1 << 20)));
      assertEquals(List.of(5L, 7L, 9L), offsets(reads.outgoing(slice, 3, 9, 1 << 20)));
      assertEquals(List.of(7L), offsets(reads.outgoing(slice, 6, 9, 1)), "the first always comes");
      int bytes = CommitCodec.write(all(journal, slice).getFirst().commit()).length;
      assertEquals(List.of(1L, 3L), offsets(reads.outgoing(slice, 0, 9, 2L * bytes)));
      assertEquals(List.of(1L), offsets(reads.outgoing(slice, 0, 9, 2L * bytes - 1)));
      assertEquals(List.of(), reads.outgoing(slice, 9, 9, 1 << 20));
    }
  }

  private static List<Long> offsets(List<CommitRow> rows) {
    return rows.stream().map(CommitRow::offset).toList();
  }

  @Test
  default void aTopicIsReadInPagesThatSkipNothingAlthoughTimesGoBack() throws SQLException {
    try (Journal journal = open()) {
      var random = new Random(1);
      int expected = 0;
      for (int n = 0; n < 200; n++) {
        boolean wanted = n % 4 != 0;
        Outbox outbox =
            switch (n % 4) {
              case 0 -> Outboxes.publishing("orders-eu", "eu-orders");
              case 1 -> Outboxes.publishing("orders");
              case 2 -> Outboxes.publishing("bills", "orders", "orders-eu");
              default -> Outboxes.publishing("orders", "orders");
            };
        Instant time = NOON.plusSeconds(n + random.nextInt(20));
        Outboxes.append(journal, "s/" + n % 50, 1 + n / 50, Outboxes.at(time, outbox));
        expected += wanted ? 1 : 0;
      }
      List<CommitRow> inOne =
          journal.outgoingReads().published("orders", Map.of(), Instant.EPOCH, 1000);
      assertEquals(expected, inOne.size());
      checkMerged(inOne);
      List<CommitRow> paged = pages(journal, 7);
      assertEquals(expected, paged.stream().distinct().count(), "nothing skipped or doubled");
      assertEquals(expected, paged.size());
      assertEquals(inOne, paged, "nothing was written meanwhile, so the order is the same");
      assertEquals(
          100,
          journal.outgoingReads().published("orders-eu", Map.of(), Instant.EPOCH, 1000).size());
      List<CommitRow> late =
          journal.outgoingReads().published("orders", Map.of(), NOON.plusSeconds(150), 1000);
      assertEquals(
          inOne.stream()
              .filter(row -> !row.commit().time().isBefore(NOON.plusSeconds(150)))
              .toList(),
          late);
      assertEquals(
          List.of(), journal.outgoingReads().published("none", Map.of(), Instant.EPOCH, 1000));
    }
  }

  private static List<CommitRow> pages(Journal journal, int limit) {
    var rows = new ArrayList<CommitRow>();
    Map<Integer, Long> after = new HashMap<>();
    while (true) {
      List<CommitRow> page =
          journal.outgoingReads().published("orders", after, Instant.EPOCH, limit);
      assertTrue(page.size() <= limit);
      if (page.isEmpty()) {
        return rows;
      }
      page.forEach(row -> after.put(row.slice(), row.offset()));
      rows.addAll(page);
    }
  }

  /**
   * Offsets rise along each slice; where slices meet, the one with the earlier next comes first.
   */
  private static void checkMerged(List<CommitRow> rows) {
    Map<Integer, Long> offsets = new HashMap<>();
    Instant latest = Instant.EPOCH;
    Map<Integer, Instant> latestOfSlice = new HashMap<>();
    for (CommitRow row : rows) {
      assertTrue(offsets.getOrDefault(row.slice(), 0L) < row.offset());
      offsets.put(row.slice(), row.offset());
      Instant at =
          latestOfSlice.merge(
              row.slice(), row.commit().time(), (one, other) -> one.isAfter(other) ? one : other);
      assertTrue(!at.isBefore(latest), "merged by time");
      latest = at;
    }
  }

  @Test
  default void aTopicWithAnImpossibleNameIsRefusedBeforeItIsWritten() throws SQLException {
    try (Journal journal = open()) {
      Commit commit = Journals.commit(1, Outboxes.publishing("a b"));
      assertThrows(
          IllegalArgumentException.class, () -> Outboxes.append(journal, "s/a", 1, commit));
      assertEquals(0, journal.reads().totals().commits());
    }
  }

  @Test
  default void whereASliceStandsAndWhereItStoodIsKnown() throws SQLException {
    try (Journal journal = open()) {
      int slice = journal.slices().of("s/a");
      for (long n = 1; n <= 30; n++) {
        Outboxes.append(
            journal, "s/a", n, Outboxes.at(NOON.plusSeconds(10 * n), Outboxes.sending()));
      }
      OutgoingReads reads = journal.outgoingReads();
      assertEquals(Map.of(slice, 30L), reads.standings());
      assertEquals(0, reads.offsetAt(slice, NOON));
      assertEquals(0, reads.offsetAt(slice, NOON.plusSeconds(10)), "not before its own time");
      assertEquals(1, reads.offsetAt(slice, NOON.plusSeconds(10).plusNanos(1)));
      assertEquals(17, reads.offsetAt(slice, NOON.plusSeconds(175)));
      assertEquals(30, reads.offsetAt(slice, NOON.plusSeconds(100_000)));
      assertEquals(0, reads.offsetAt((slice + 1) % 8, NOON.plusSeconds(100_000)));
      Journals.get(journal.delete("s/a", journal.epoch(slice).orElseThrow(), 20));
      assertEquals(24, reads.offsetAt(slice, NOON.plusSeconds(245)));
      assertEquals(0, reads.offsetAt(slice, NOON.plusSeconds(55)), "those are gone");
      Journals.get(journal.delete("s/a", journal.epoch(slice).orElseThrow(), 99));
      assertEquals(Map.of(slice, 30L), reads.standings(), "deletes do not take it back");
    }
  }
}
