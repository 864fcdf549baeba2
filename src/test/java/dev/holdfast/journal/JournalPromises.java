package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.settings.InvalidSetting;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a journal does on every database, with one owner. */
interface JournalPromises {
  /** Where this test's database is. */
  JournalSettings settings() throws SQLException;

  private Journal open() throws SQLException {
    Journal journal = Journal.open(settings());
    Journals.get(journal.claimAll());
    return journal;
  }

  private static long epoch(Journal journal, String entity) {
    return journal.epoch(journal.slices().of(entity)).orElseThrow();
  }

  private static long append(Journal journal, String entity, long sequence) {
    return Journals.get(
        journal.append(entity, sequence, Journals.entry(epoch(journal, entity), sequence)));
  }

  @Test
  default void whatWasAnsweredIsReadAfterAReopen() throws SQLException {
    var expected = new ArrayList<CommitRow>();
    try (Journal journal = open()) {
      for (long n = 1; n <= 5; n++) {
        long offset = append(journal, "s/a", n);
        int slice = journal.slices().of("s/a");
        expected.add(
            new CommitRow("s/a", n, slice, offset, epoch(journal, "s/a"), Journals.commit(n)));
      }
      assertEquals(expected, journal.reads().commits("s/a", 1, Long.MAX_VALUE, 100));
    }
    try (Journal journal = open()) {
      assertEquals(expected, journal.reads().commits("s/a", 1, Long.MAX_VALUE, 100));
      assertEquals(
          expected.subList(1, 3), journal.reads().commits("s/a", 2, 4, 2), "bounded by the limit");
      assertEquals(5, journal.reads().highestSequence("s/a"));
      assertEquals(6, append(journal, "s/a", 6), "offsets go on");
      assertEquals(new CommitReads.Totals(1, 6), journal.reads().totals());
      Audit.check(journal);
    }
  }

  @Test
  default void aTakenSequenceFailsAloneAndItsNeighboursLand() throws SQLException {
    try (Journal journal = open()) {
      append(journal, "s/a", 1);
      var neighbours = new ArrayList<CompletionStage<Long>>();
      var taken = new ArrayList<CompletionStage<Long>>();
      for (int i = 0; i < 200; i++) {
        String entity = "s/" + i;
        neighbours.add(journal.append(entity, 1, Journals.entry(epoch(journal, entity), 1)));
        if (i % 50 == 0) {
          taken.add(journal.append("s/a", 1, Journals.entry(epoch(journal, "s/a"), 9)));
        }
      }
      neighbours.forEach(Journals::get);
      taken.forEach(stage -> assertThrows(SequenceTakenException.class, () -> Journals.get(stage)));
      assertEquals(201, Audit.check(journal).size());
      assertEquals(List.of(Journals.commit(1)), commits(journal, "s/a"));
    }
  }

  private static List<Commit> commits(Journal journal, String entity) {
    return journal.reads().commits(entity, 1, Long.MAX_VALUE, 1000).stream()
        .map(CommitRow::commit)
        .toList();
  }

  @Test
  default void theCommitsOfOneWriteLandTogether() throws SQLException {
    try (Journal journal = open()) {
      long epoch = epoch(journal, "s/a");
      append(journal, "s/a", 3);
      var three =
          List.of(
              new JournalEntry(epoch, Journals.commit(1)),
              new JournalEntry(epoch, Journals.commit(2)),
              new JournalEntry(epoch, Journals.commit(3)));
      assertThrows(
          SequenceTakenException.class, () -> Journals.get(journal.append("s/a", 1, three)));
      assertEquals(1, commits(journal, "s/a").size());
      long last = Journals.get(journal.append("s/b", 1, three));
      assertEquals(
          List.of(last - 2, last - 1, last), three.stream().map(JournalEntry::offset).toList());
      Audit.check(journal);
    }
  }

  @Test
  default void aStaleEpochIsRefusedAlthoughTheSliceCameBack() throws SQLException {
    try (Journal journal = open()) {
      long old = epoch(journal, "s/a");
      append(journal, "s/a", 1);
      long now = Journals.get(journal.claim(journal.slices().of("s/a")));
      assertTrue(now > old);
      assertThrows(
          FencedException.class,
          () -> Journals.get(journal.append("s/a", 2, Journals.entry(old, 2))));
      assertFalse(Journals.get(journal.validate(journal.slices().of("s/a"), old)));
      assertTrue(Journals.get(journal.validate(journal.slices().of("s/a"), now)));
      append(journal, "s/a", 2);
      Audit.check(journal);
      assertEquals(1, journal.metrics().fenced());
    }
  }

  @Test
  default void deletedCommitsLeaveTheirNumbersTaken() throws SQLException {
    try (Journal journal = open()) {
      for (long n = 1; n <= 4; n++) {
        append(journal, "s/a", n);
      }
      Journals.get(journal.delete("s/a", epoch(journal, "s/a"), 3));
      assertEquals(List.of(Journals.commit(4)), commits(journal, "s/a"));
      Journals.get(journal.delete("s/a", epoch(journal, "s/a"), 99));
      assertEquals(List.of(), commits(journal, "s/a"));
      assertEquals(4, journal.reads().highestSequence("s/a"));
      assertThrows(
          FencedException.class,
          () -> Journals.get(journal.delete("s/a", epoch(journal, "s/a") - 1, 99)));
    }
    try (Journal journal = open()) {
      assertEquals(4, journal.reads().highestSequence("s/a"));
      assertEquals(4, Journals.get(journal.recovery().highest("s/a", 1)));
      assertEquals(5, append(journal, "s/a", 5), "the offset goes on, too");
    }
  }

  @Test
  default void theLatestSnapshotIsKeptAndAStaleOneRefused() throws SQLException {
    try (Journal journal = open()) {
      long old = epoch(journal, "s/a");
      var first = new EntitySnapshot(old, "v1", Json.of("1"));
      Journals.get(journal.snapshot("s/a", 10, first));
      Journals.get(journal.claim(journal.slices().of("s/a")));
      var second = new EntitySnapshot(epoch(journal, "s/a"), "v1", Json.of("2"));
      var stored = Optional.of(new CommitReads.StoredSnapshot(20, second));
      Journals.get(journal.snapshot("s/a", 20, second));
      assertThrows(FencedException.class, () -> Journals.get(journal.snapshot("s/a", 30, first)));
      assertEquals(stored, journal.reads().snapshot("s/a", 20));
      assertEquals(stored, Journals.get(journal.recovery().snapshot("s/a")));
      assertEquals(Optional.empty(), journal.reads().snapshot("s/a", 19));
      Journals.get(journal.forgetSnapshot("s/a", 20));
      assertEquals(Optional.empty(), journal.reads().snapshot("s/a", 20));
    }
  }

  @Test
  default void instancesAreListedByBytesAfterACursor() throws SQLException {
    try (Journal journal = open()) {
      List<String> ids = List.of("A", "Z", "a", "a b", "aa", "b", "zz", "ä", "日本", "\uD83D\uDE00");
      for (String id : ids) {
        append(journal, "shop/" + id, 1);
        append(journal, "shop/" + id, 2);
        append(journal, "shop-2/" + id, 1);
      }
      CommitReads reads = journal.reads();
      assertEquals(ids, reads.instances("shop", "", "", 100));
      assertEquals(ids.subList(3, 5), reads.instances("shop", "", "a", 2));
      assertEquals(List.of("a", "a b", "aa"), reads.instances("shop", "a", "", 100));
      assertEquals(List.of("aa"), reads.instances("shop", "a", "a b", 100));
      assertEquals(List.of("\uD83D\uDE00"), reads.instances("shop", "\uD83D\uDE00", "", 100));
      assertEquals(List.of(), reads.instances("none", "", "", 100));
      assertEquals(new CommitReads.Totals(20, 30), reads.totals());
    }
  }

  @Test
  default void theSequenceAtATimeIsThatOfTheLastCommitBeforeIt() throws SQLException {
    try (Journal journal = open()) {
      for (long n = 1; n <= 9; n++) {
        append(journal, "s/a", n);
      }
      Instant third = Journals.commit(3).time();
      assertEquals(3, journal.reads().sequenceAt("s/a", third));
      assertEquals(2, journal.reads().sequenceAt("s/a", third.minusNanos(1)));
      assertEquals(0, journal.reads().sequenceAt("s/a", Instant.EPOCH));
      assertEquals(9, journal.reads().sequenceAt("s/a", third.plusSeconds(100)));
      assertEquals(0, journal.reads().sequenceAt("s/none", third));
    }
  }

  @Test
  default void aLongHistoryIsReadInPagesOfBoundedBytes() throws SQLException {
    try (Journal journal = open()) {
      long epoch = epoch(journal, "s/a");
      var text = "\"" + "x".repeat(200 << 10) + "\"";
      for (long n = 1; n <= 10; n++) {
        Commit small = Journals.commit(n);
        var large =
            new Commit(
                small.cause(),
                small.handler(),
                small.events(),
                Json.of(text),
                small.caller(),
                small.time(),
                small.version(),
                Outbox.EMPTY,
                small.asked());
        Journals.get(journal.append("s/a", n, List.of(new JournalEntry(epoch, large))));
      }
      assertEquals(10, Journals.get(journal.recovery().highest("s/a", 1)));
      List<CommitRow> handedOver = Journals.get(journal.recovery().page("s/a", 1, 10));
      assertEquals(List.of(1L, 2L, 3L), sequences(handedOver), "512 KiB are reached by the third");
      List<CommitRow> next = Journals.get(journal.recovery().page("s/a", 4, 5));
      assertEquals(List.of(4L, 5L), sequences(next));
      assertEquals(List.of(), Journals.get(journal.recovery().page("s/a", 11, 20)));
    }
  }

  private static List<Long> sequences(List<CommitRow> rows) {
    return rows.stream().map(CommitRow::sequence).toList();
  }

  @Test
  default void followersAreNudgedUntilTheyClose() throws SQLException {
    try (Journal journal = open()) {
      var nudges = new AtomicInteger();
      var subscription = journal.signals().subscribe("s/a", nudges::incrementAndGet);
      var seen = new CompletableFuture<Void>();
      var also = journal.signals().subscribe("s/a", () -> seen.complete(null));
      append(journal, "s/a", 1);
      append(journal, "s/b", 1);
      Journals.get(seen);
      also.close();
      subscription.close();
      append(journal, "s/a", 2);
      append(journal, "s/b", 2);
      assertEquals(1, nudges.get());
    }
  }

  @Test
  default void anotherNumberOfSlicesIsRefused() throws SQLException {
    JournalSettings made = settings();
    Journal.open(made).close();
    JournalSettings other = Journals.slices(made, 128);
    var refused = assertThrows(InvalidSetting.class, () -> Journal.open(other));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("created with 256 slices"),
        refused.getMessage());
  }
}
