package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The settings that break a promise really break it, with everything else in place that might stop
 * the violation: unique indexes, confirmations, lost slices. Two nodes are opened by settings, as
 * the fault suite does.
 */
class UnsafeTest {
  private static final String ASKING = "confirm-interval = 50 ms";

  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Postgres.fresh();
  }

  private Journal open(String unsafe) throws SQLException {
    return Journal.open(Journals.with(settings, ASKING + ", " + unsafe));
  }

  private static void awaitConfirmations(Journal journal, int more) {
    long wanted = journal.metrics().confirmations() + more;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (journal.metrics().confirmations() < wanted && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertTrue(journal.metrics().confirmations() >= wanted);
  }

  @Test
  void withoutTheFenceAStaleOwnerIsAcknowledgedWhileTheNewOneAnswers() throws SQLException {
    try (Journal first = open("unsafe.fence = false");
        Journal second = open("unsafe.fence = false")) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = LostSlicesTest.heard(first);
      int slice = 7;
      List<String> entities = FencePromises.entities(first, slice, 2);
      String read = entities.getFirst();
      String written = entities.getLast();
      long stale = first.epoch(slice).orElseThrow();
      FencePromises.append(first, read, 1);
      long epoch = Journals.get(second.claim(slice));
      FencePromises.append(second, written, 1);
      assertEquals(1, Journals.get(second.recovery().highest(read, 1)), "what the second knows");
      awaitConfirmations(first, 2);

      assertEquals(stale, first.epoch(slice).orElseThrow(), "it does not hear that it lost");
      Journals.get(first.append(read, 2, Journals.entry(stale, 2)));

      assertTrue(
          Journals.get(second.validate(slice, epoch)),
          "a strong read of the second is answered without the acknowledged commit");
      assertThrows(
          AssertionError.class,
          () -> Audit.checkOrder(Audit.rows(second)),
          "epochs decrease along the slice");
      assertEquals(0, first.metrics().fenced());
      assertEquals(Set.of(), Set.copyOf(heard));
    }
  }

  @Test
  void anEpochLookedUpLateGivesANumberTwiceAndBlessesStaleReads() throws SQLException {
    try (Journal first = open("unsafe.epoch-carried = false");
        Journal second = open("unsafe.epoch-carried = false")) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = LostSlicesTest.heard(first);
      int slice = 7;
      List<String> entities = FencePromises.entities(first, slice, 2);
      String read = entities.getFirst();
      String deleted = entities.getLast();
      long stale = first.epoch(slice).orElseThrow();
      Journals.get(second.claim(slice));
      FencePromises.append(second, read, 1);
      FencePromises.append(second, deleted, 1);
      long epoch = second.epoch(slice).orElseThrow();
      Journals.get(second.delete(deleted, epoch, 1));

      Journals.get(first.append(deleted, 1, Journals.entry(stale, 99)));
      assertEquals(
          Journals.commit(99),
          first.reads().commits(deleted, 1, 9, 9).getFirst().commit(),
          "sequence 1 was given before");
      assertTrue(
          Journals.get(first.validate(slice, stale)),
          "a strong read of an entity that has not seen the second's commit is answered");
      assertEquals(Set.of(), Set.copyOf(heard), "and nobody is told to start anew");
    }
  }

  /** The same steps with the promises kept. */
  @Test
  void withBothInPlaceNeitherHappens() throws Exception {
    try (Journal first = open("");
        Journal second = open("")) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = LostSlicesTest.heard(first);
      int slice = 7;
      String entity = FencePromises.entities(first, slice, 1).getFirst();
      long stale = first.epoch(slice).orElseThrow();
      Journals.get(second.claim(slice));
      FencePromises.append(second, entity, 1);
      Journals.get(second.delete(entity, second.epoch(slice).orElseThrow(), 1));
      assertThrows(
          FencedException.class,
          () -> Journals.get(first.append(entity, 1, Journals.entry(stale, 99))));
      assertFalse(Journals.get(first.validate(slice, stale)));
      assertEquals(Set.of(slice), LostSlicesTest.next(heard));
    }
  }
}
