package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.messages.OutgoingListener;
import dev.holdfast.journal.postgresql.WeakFences;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Publication;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresFenceTest implements FencePromises {
  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Journals.with(Postgres.fresh(), Journals.QUIET);
  }

  @Override
  public Journal join() throws SQLException {
    return Journal.open(settings);
  }

  @Test
  void aClaimWaitsForTheBatchInFlightAndItsBaseIncludesIt() throws Exception {
    try (Journal first = join();
        Journal second = join();
        var gate = new InsertGate(settings)) {
      int slice = first.slices().of("s/a");
      Journals.get(first.claimAll());
      gate.shut();
      long epoch = first.epoch(slice).orElseThrow();
      CompletionStage<Long> inFlight = first.append("s/a", 1, Journals.entry(epoch, 1));
      gate.awaitWaiting();
      CompletableFuture<Long> claim = second.claim(slice).toCompletableFuture();
      gate.awaitClaimWaiting();
      assertFalse(claim.isDone());
      gate.open();
      assertEquals(1, Journals.get(inFlight));
      Journals.get(claim);
      assertEquals(1, second.reads().highestSequence("s/a"));
      assertEquals(2, FencePromises.append(second, "s/a", 2));
      Audit.check(second);
    }
  }

  @Test
  void aCommitWhoseAnswerWasLostIsFoundAgainAndNotWrittenTwice() throws Exception {
    try (var proxy = new TcpProxy(Postgres.port());
        Journal journal = Journal.open(Postgres.at(proxy.port(), Postgres.database(settings)))) {
      Journals.get(journal.claimAll());
      int slice = journal.slices().of("s/a");
      long epoch = journal.epoch(slice).orElseThrow();
      FencePromises.append(journal, "s/a", 1);
      proxy.loseAnswers();
      CompletionStage<Long> lost = journal.append("s/a", 2, Journals.entry(epoch, 2));
      proxy.awaitLostAnswer();
      proxy.cut();
      assertThrows(OutcomeUnknownException.class, () -> Journals.get(lost));
      assertEquals(2, Journals.get(journal.recovery().highest("s/a", 1)), "it had landed");
      CompletionStage<Long> again = journal.append("s/a", 2, Journals.entry(epoch, 2));
      assertThrows(SequenceTakenException.class, () -> Journals.get(again));
      assertEquals(3, FencePromises.append(journal, "s/a", 3), "under the epoch it had");
      assertEquals(3, Audit.check(journal).size());
      assertEquals(1, journal.metrics().unknown());
    }
  }

  @Test
  void whoCarriesMessagesIsToldThatItMayHaveMissedACommitWhoseAnswerWasLost() throws Exception {
    try (var proxy = new TcpProxy(Postgres.port());
        Journal journal = Journal.open(Postgres.at(proxy.port(), Postgres.database(settings)))) {
      Journals.get(journal.claimAll());
      int slice = journal.slices().of("s/a");
      long epoch = journal.epoch(slice).orElseThrow();
      var fed = new ArrayList<CommitRow>();
      var missed = new CompletableFuture<List<CommitRow>>();
      journal
          .outgoing()
          .subscribe(
              slice,
              new OutgoingListener() {
                @Override
                public void landed(CommitRow row) {
                  fed.add(row);
                }

                @Override
                public void missed() {
                  missed.completeAsync(
                      () -> journal.outgoingReads().outgoing(slice, 0, 9, 1 << 20));
                }
              });
      Commit publishing =
          Journals.commit(
              1,
              new Outbox(
                  List.of(),
                  List.of(new Publication("orders", "k", Json.NULL, Map.of())),
                  List.of(),
                  List.of()));
      proxy.loseAnswers();
      var lost = journal.append("s/a", 1, List.of(new JournalEntry(epoch, publishing)));
      proxy.awaitLostAnswer();
      assertFalse(missed.isDone());
      proxy.cut();
      assertThrows(OutcomeUnknownException.class, () -> Journals.get(lost));
      List<CommitRow> found = Journals.get(missed);
      assertEquals(List.of(publishing), found.stream().map(CommitRow::commit).toList());
      assertEquals(List.of(), fed);
    }
  }

  @Test
  void noEntityRecoversWhileALostStatementMayStillLand() throws Exception {
    try (var proxy = new TcpProxy(Postgres.port());
        Journal journal = Journal.open(Postgres.at(proxy.port(), Postgres.database(settings)));
        var gate = new InsertGate(settings)) {
      Journals.get(journal.claimAll());
      long epoch = journal.epoch(journal.slices().of("s/a")).orElseThrow();
      gate.shut();
      CompletionStage<Long> lost = journal.append("s/a", 1, Journals.entry(epoch, 1));
      gate.awaitWaiting();
      proxy.cut();
      assertThrows(OutcomeUnknownException.class, () -> Journals.get(lost));
      CompletableFuture<Long> highest = journal.recovery().highest("s/a", 1);
      gate.awaitRenewWaiting();
      assertFalse(highest.isDone());
      gate.open();
      assertEquals(1, Journals.get(highest), "the statement was still running, and landed");
      assertEquals(2, FencePromises.append(journal, "s/a", 2));
      Audit.check(journal);
    }
  }

  /** What the tests above must be able to see: a fence that is not there, or is too weak. */
  @Test
  void withoutTheFenceTheFirstAppendsAfterTheSecondHasClaimed() throws SQLException {
    try (Journal first = Journal.open(settings, WeakFences.off(settings));
        Journal second = join()) {
      int slice = first.slices().of("s/a");
      Journals.get(first.claimAll());
      long stale = first.epoch(slice).orElseThrow();
      Journals.get(second.claim(slice));
      Journals.get(first.append("s/a", 1, Journals.entry(stale, 1)));
      assertEquals(1, second.reads().highestSequence("s/a"), "written by who had lost the slice");
    }
  }

  @Test
  void aPlainReadOfTheGenerationLetsABatchInFlightLandAfterTheClaim() throws Exception {
    try (Journal first = Journal.open(settings, WeakFences.plainRead(settings));
        Journal second = join();
        var gate = new InsertGate(settings)) {
      int slice = first.slices().of("s/a");
      Journals.get(first.claimAll());
      long stale = first.epoch(slice).orElseThrow();
      gate.shut();
      CompletionStage<Long> inFlight = first.append("s/a", 1, Journals.entry(stale, 1));
      gate.awaitWaiting();
      Journals.get(second.claim(slice));
      assertEquals(0, second.reads().highestSequence("s/a"), "what the second recovers");
      gate.open();
      Journals.get(inFlight);
      assertEquals(1, second.reads().highestSequence("s/a"), "and then it changes");
    }
  }

  @Test
  void aKeyShareLockDoesNotStopAnUpdateOfTheGeneration() throws Exception {
    assertFalse(landsDuringAnUpdate(false), "FOR SHARE waits and sees");
    settings = Postgres.fresh();
    assertTrue(landsDuringAnUpdate(true));
  }

  /**
   * Stops before the commit of a claim that only updates, and asks whether an append gets past it.
   * Our claim also locks the row FOR UPDATE, which a key share happens to respect; a renewal does
   * not.
   */
  private boolean landsDuringAnUpdate(boolean keyShare) throws Exception {
    try (Journal first =
            keyShare
                ? Journal.open(settings, WeakFences.keyShare(settings))
                : Journal.open(settings);
        var gate = new InsertGate(settings);
        var claim = Postgres.connect(settings)) {
      int slice = first.slices().of("s/a");
      Journals.get(first.claimAll());
      long stale = first.epoch(slice).orElseThrow();
      claim.setAutoCommit(false);
      Postgres.execute(claim, "UPDATE writer_fence SET generation = generation + 1");
      Postgres.execute(
          claim, "UPDATE slice_owner SET owner = 99, epoch = epoch + 1 WHERE slice = " + slice);
      gate.shut();
      CompletionStage<Long> write = first.append("s/a", 1, Journals.entry(stale, 1));
      if (keyShare) {
        gate.awaitWaiting();
      } else {
        gate.awaitClaimWaiting();
      }
      claim.commit();
      gate.open();
      try {
        Journals.get(write);
        return true;
      } catch (FencedException e) {
        return false;
      }
    }
  }

  @Test
  void aKeyShareLockLetsALostStatementLandAfterTheEntityRecovered() throws Exception {
    JournalSettings direct = settings;
    try (var proxy = new TcpProxy(Postgres.port())) {
      settings = Postgres.at(proxy.port(), Postgres.database(direct));
      try (Journal journal = Journal.open(settings, WeakFences.keyShare(settings));
          var gate = new InsertGate(direct)) {
        Journals.get(journal.claimAll());
        long epoch = journal.epoch(journal.slices().of("s/a")).orElseThrow();
        gate.shut();
        CompletionStage<Long> lost = journal.append("s/a", 1, Journals.entry(epoch, 1));
        gate.awaitWaiting();
        proxy.cut();
        assertThrows(OutcomeUnknownException.class, () -> Journals.get(lost));
        assertEquals(0, Journals.get(journal.recovery().highest("s/a", 1)), "nothing, it says");
        gate.open();
        gate.awaitNobody();
        assertEquals(1, journal.reads().highestSequence("s/a"), "and then it lands");
      }
    }
  }

  @Test
  void anEpochLookedUpWhenTheWriteRunsBlessesZombies() throws SQLException {
    JournalSettings lookedUp =
        Journals.with(settings, Journals.QUIET + ", unsafe.epoch-carried = false");
    try (Journal first = Journal.open(lookedUp);
        Journal second = join()) {
      int slice = first.slices().of("s/a");
      Journals.get(first.claimAll());
      long old = first.epoch(slice).orElseThrow();
      Journals.get(second.claim(slice));
      FencePromises.append(second, "s/a", 1);
      Journals.get(first.claim(slice));
      Journals.get(first.append("s/a", 2, Journals.entry(old, 99)));
      assertEquals(
          Journals.commit(99),
          Audit.rows(first).getLast().commit(),
          "decided without knowing commit 1");
    }
  }
}
