package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The database goes back while the writer is cut off from it: a failover to a standby that had not
 * received the last commits, or a restore. The writer is idle when it is cut, so it comes back with
 * the append that finds the connection broken.
 */
class WentBackTest {
  private static final int SLICES = 8;
  private static final Set<Integer> ALL =
      IntStream.range(0, SLICES).boxed().collect(Collectors.toSet());

  private JournalSettings direct = Journals.defaults();
  private final TcpProxy proxy = new TcpProxy(Postgres.port());

  @BeforeEach
  void makeDatabase() throws SQLException {
    direct = Postgres.fresh();
  }

  @AfterEach
  void closeProxy() throws Exception {
    proxy.close();
  }

  private Journal open() throws SQLException {
    Journal journal =
        Journal.open(
            Journals.with(
                Postgres.at(proxy.port(), Postgres.database(direct)),
                "slices = " + SLICES + ", " + Journals.QUIET));
    Journals.get(journal.claimAll());
    for (long n = 1; n <= 3; n++) {
      FencePromises.append(journal, "s/a", n);
    }
    return journal;
  }

  /** Cuts the connection, changes the database behind the writer's back, and has it come back. */
  private void cutAnd(Journal journal, String change) throws SQLException {
    long epoch = journal.epoch(journal.slices().of("s/a")).orElseThrow();
    proxy.cut();
    if (!change.isEmpty()) {
      try (Connection connection = Postgres.connect(direct)) {
        Postgres.execute(connection, change);
      }
    }
    CompletionStage<Long> unknown = journal.append("s/a", 4, Journals.entry(epoch, 4));
    assertThrows(OutcomeUnknownException.class, () -> Journals.get(unknown));
    // A read waits until the writer has settled.
    Journals.get(journal.recovery().highest("s/a", 1));
  }

  private void assertBeginsAnew(Journal journal, int writer, long recovered) throws Exception {
    int slice = journal.slices().of("s/a");
    assertNotEquals(writer, journal.writer());
    for (int each = 0; each < SLICES; each++) {
      assertTrue(journal.epoch(each).isEmpty(), "nothing is held");
    }
    assertEquals(SLICES, journal.metrics().lostSlices());
    Journals.get(journal.claimAll());
    assertEquals(recovered, Journals.get(journal.recovery().highest("s/a", 1)));
    FencePromises.append(journal, "s/a", recovered + 1);
    assertTrue(journal.holds(slice, journal.epoch(slice).orElseThrow()));
    Audit.check(journal);
  }

  @Test
  void aCutAloneTakesNothing() throws Exception {
    try (Journal journal = open()) {
      int writer = journal.writer();
      cutAnd(journal, "");
      assertEquals(writer, journal.writer());
      assertEquals(0, journal.metrics().lostSlices());
      FencePromises.append(journal, "s/a", 4);
      Audit.check(journal);
    }
  }

  @Test
  void whereAcknowledgedCommitsAreMissingTheWriterBeginsAnew() throws Exception {
    try (Journal journal = open()) {
      BlockingQueue<Set<Integer>> heard = LostSlicesTest.heard(journal);
      int writer = journal.writer();
      cutAnd(journal, "DELETE FROM journal WHERE sequence > 1");
      assertEquals(ALL, LostSlicesTest.next(heard));
      assertBeginsAnew(journal, writer, 1);
    }
  }

  @Test
  void anEpochThatTheDatabaseForgotIsNotGivenAgain() throws Exception {
    try (Journal journal = open()) {
      int writer = journal.writer();
      int slice = journal.slices().of("s/a");
      long before = journal.epoch(slice).orElseThrow();
      cutAnd(journal, "UPDATE slice_owner SET epoch = epoch - 1, owner = NULL");
      assertTrue(journal.epoch(slice).isEmpty());
      long after = Journals.get(journal.claim(slice));
      assertTrue(after > before, "an entity of the time that was lost still carries the former");
      CompletionStage<Long> zombie = journal.append("s/a", 4, Journals.entry(before, 99));
      assertThrows(FencedException.class, () -> Journals.get(zombie));
      assertNotEquals(writer, journal.writer());
      FencePromises.append(journal, "s/a", 4);
      Audit.check(journal);
    }
  }

  @Test
  void aGenerationThatWentBackIsNoticed() throws Exception {
    try (Journal journal = open()) {
      int writer = journal.writer();
      cutAnd(journal, "UPDATE writer_fence SET generation = generation - 5");
      assertBeginsAnew(journal, writer, 3);
      assertEquals(0, fenceRows(writer), "nobody may write by the former row");
    }
  }

  @Test
  void aWriterNumberThatWasGivenAgainIsLeftToItsNewOwner() throws Exception {
    try (Journal journal = open()) {
      int writer = journal.writer();
      cutAnd(journal, "UPDATE writer_fence SET generation = generation + 70000001");
      assertBeginsAnew(journal, writer, 3);
      assertEquals(1, fenceRows(writer));
    }
  }

  @Test
  void aDatabaseThatGoesBackUnderALiveConnectionIsNoticedWhenItIsNextAsked() throws Exception {
    try (Journal journal = open()) {
      int writer = journal.writer();
      int slice = journal.slices().of("s/a");
      long epoch = journal.epoch(slice).orElseThrow();
      try (Connection connection = Postgres.connect(direct)) {
        Postgres.execute(connection, "UPDATE writer_fence SET generation = generation - 5");
      }
      CompletionStage<Long> refused = journal.append("s/a", 4, Journals.entry(epoch, 4));
      assertThrows(FencedException.class, () -> Journals.get(refused));
      assertBeginsAnew(journal, writer, 3);
    }
  }

  private int fenceRows(int writer) throws SQLException {
    try (Connection connection = Postgres.connect(direct);
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT count(*) FROM writer_fence WHERE writer_id = " + writer)) {
      result.next();
      return result.getInt(1);
    }
  }
}
