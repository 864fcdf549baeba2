package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node hears of slices that were taken from it, and how old its knowledge is. */
class LostSlicesTest {
  private static final Duration LONG = Duration.ofHours(1);

  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Postgres.fresh();
  }

  /** A journal that asks nobody by itself. */
  private Journal quiet() throws SQLException {
    return Journal.open(Journals.with(settings, Journals.QUIET));
  }

  static BlockingQueue<Set<Integer>> heard(Journal journal) {
    var heard = new LinkedBlockingQueue<Set<Integer>>();
    journal.whenLost(heard::add);
    return heard;
  }

  static Set<Integer> next(BlockingQueue<Set<Integer>> heard) throws InterruptedException {
    Set<Integer> lost = heard.poll(20, TimeUnit.SECONDS);
    return lost == null ? Set.of() : lost;
  }

  @Test
  void anIdleNodeHearsByItselfThatItsSlicesWereTaken() throws Exception {
    try (Journal first = Journal.open(Journals.with(settings, "confirm-interval = 100 ms"));
        Journal second = quiet()) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = heard(first);
      long confirmed = first.metrics().confirmations();
      Journals.get(second.claim(7));
      assertEquals(Set.of(7), next(heard));
      assertTrue(first.epoch(7).isEmpty());
      assertTrue(first.epoch(8).isPresent());
      assertEquals(1, first.metrics().lostSlices());
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (first.metrics().confirmations() <= confirmed) {
        assertTrue(System.nanoTime() < deadline, "it never asked");
        Thread.onSpinWait();
      }
      assertEquals(0, second.metrics().lostSlices());
    }
  }

  @Test
  void aRefusedAppendTellsOfAllSlicesThatWereTaken() throws Exception {
    try (Journal first = quiet();
        Journal second = quiet()) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = heard(first);
      int slice = first.slices().of("s/a");
      long stale = first.epoch(slice).orElseThrow();
      int other = (slice + 1) % first.slices().count();
      Journals.get(second.claim(slice));
      Journals.get(second.claim(other));
      CompletionStage<Long> refused = first.append("s/a", 1, Journals.entry(stale, 1));
      assertThrows(FencedException.class, () -> Journals.get(refused));
      assertEquals(Set.of(slice, other), next(heard));
      assertEquals(2, first.metrics().lostSlices());
    }
  }

  @Test
  void aStrongReadThatFindsTheSliceTakenMakesItKnown() throws Exception {
    try (Journal first = quiet();
        Journal second = quiet()) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = heard(first);
      long stale = first.epoch(7).orElseThrow();
      Journals.get(second.claim(7));
      assertTrue(first.holds(7, stale), "it does not know yet");
      assertFalse(Journals.get(first.validate(7, stale)));
      assertEquals(Set.of(7), next(heard));
      assertFalse(first.holds(7, stale));
    }
  }

  @Test
  void aSliceThatLeftAndCameBackWasLost() throws Exception {
    try (Journal first = quiet();
        Journal second = quiet()) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = heard(first);
      long stale = first.epoch(7).orElseThrow();
      Journals.get(second.claim(7));
      long again = Journals.get(first.claim(7));
      assertEquals(Set.of(7), next(heard), "whoever runs under the first epoch must hear it");
      assertFalse(first.holds(7, stale));
      assertTrue(first.holds(7, again));
    }
  }

  @Test
  void aListenerThatBlocksOrThrowsHoldsUpNoAppend() throws Exception {
    try (Journal first = quiet();
        Journal second = quiet()) {
      Journals.get(first.claimAll());
      var gate = new CountDownLatch(1);
      first.whenLost(
          lost -> {
            throw new IllegalStateException("expected in this test");
          });
      first.whenLost(
          lost -> {
            try {
              gate.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      BlockingQueue<Set<Integer>> heard = heard(first);
      int slice = first.slices().of("s/a");
      for (int i = 1; i <= 3; i++) {
        int taken = (slice + i) % first.slices().count();
        Journals.get(second.claim(taken));
        assertEquals(i, FencePromises.append(first, "s/a", i));
      }
      gate.countDown();
      int told = 0;
      while (told < 3) {
        Set<Integer> lost = next(heard);
        assertFalse(lost.isEmpty(), "the first two failed and waited; the third is still told");
        told += lost.size();
      }
      assertEquals(3, told);
    }
  }

  @Test
  void anAppendConfirmsAllSlicesAsOfTheMomentBeforeItWasSent() throws Exception {
    try (Journal journal = quiet()) {
      Journals.get(journal.claimAll());
      long epoch = journal.epoch(7).orElseThrow();
      long before = System.nanoTime();
      assertTrue(journal.confirmedAt() - before < 0);
      assertFalse(journal.confirmed(7, epoch, Duration.ZERO));
      FencePromises.append(journal, "s/a", 1);
      long after = System.nanoTime();
      assertTrue(journal.confirmedAt() - before >= 0);
      assertTrue(journal.confirmedAt() - after < 0);
      assertTrue(journal.confirmed(7, epoch, LONG));
      assertFalse(journal.confirmed(7, epoch + 1, LONG));
    }
  }

  @Test
  void nothingIsConfirmedBeforeWhatWasTakenIsKnown() throws Exception {
    try (Journal first = quiet();
        Journal second = quiet()) {
      Journals.get(first.claimAll());
      BlockingQueue<Set<Integer>> heard = heard(first);
      long kept = first.epoch(8).orElseThrow();
      long stale = first.epoch(7).orElseThrow();
      Journals.get(second.claim(7));
      long taken = System.nanoTime();
      assertTrue(Journals.get(first.validate(8, kept)));
      assertTrue(
          !first.holds(7, stale) || first.confirmedAt() - taken < 0,
          "the answer spoke of another generation, so it confirms nothing by itself");
      assertEquals(Set.of(7), next(heard));
      assertTrue(Journals.get(first.validate(8, kept)));
      assertTrue(first.confirmedAt() - taken >= 0);
    }
  }

  @Test
  void aFileIsAlwaysConfirmedBecauseItBelongsToThisProcess(@TempDir Path folder) throws Exception {
    try (Journal journal = Journal.open(Journals.sqlite(folder))) {
      Journals.get(journal.claimAll());
      long epoch = journal.epoch(7).orElseThrow();
      long before = System.nanoTime();
      assertTrue(journal.confirmedAt() - before >= 0);
      assertTrue(journal.confirmed(7, epoch, Duration.ZERO));
      assertFalse(journal.confirmed(7, epoch + 1, LONG));
    }
  }

  @Test
  void theMetersOfAJournalCountWhatHappened() throws Exception {
    try (Journal journal = quiet()) {
      Journals.get(journal.claimAll());
      List<JournalEntry> three =
          List.of(1L, 2L, 3L).stream()
              .map(
                  n ->
                      new JournalEntry(
                          journal.epoch(journal.slices().of("s/a")).orElseThrow(),
                          Journals.commit(n)))
              .toList();
      Journals.get(journal.append("s/a", 1, three));
      FencePromises.append(journal, "s/a", 4);
      JournalMetrics metrics = journal.metrics();
      assertEquals(3, metrics.largestBatch());
      assertEquals(256, metrics.claims());
      assertTrue(metrics.claimNanos() > 0);
      assertEquals(0, metrics.pauses());
    }
  }
}
