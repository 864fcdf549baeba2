package dev.holdfast.journal.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Journals;
import dev.holdfast.journal.Postgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresMessagesTest implements OutgoingPromises, DeliveryPromises, RegistryPromises {
  private JournalSettings settings = Journals.defaults();

  @BeforeEach
  void makeDatabase() throws SQLException {
    settings = Journals.with(Postgres.fresh(), "slices = 8");
  }

  @Override
  public Journal join() throws SQLException {
    return Journals.join(settings);
  }

  @Test
  void aClaimWaitsForTheChangesInFlightAndTheNewOwnerReadsThem() throws Exception {
    try (Journal first = join();
        Journal second = join();
        Connection gate = Postgres.connect(settings)) {
      Journals.get(first.claimAll());
      gate.setAutoCommit(false);
      Postgres.execute(
          gate, "INSERT INTO delivery_position (slice, lane, slice_offset) VALUES (3, 'lane', 1)");
      var changes = new Bookkeeping(List.of(new Bookkeeping.Change.Reached("lane", 7)));
      var kept = first.deliveries().keep(3, first.epoch(3).orElseThrow(), changes);
      awaitWaiting(1);
      var claim = second.claim(3).toCompletableFuture();
      awaitWaiting(2);
      assertFalse(claim.isDone());
      gate.rollback();
      Journals.get(kept);
      Journals.get(claim);
      assertEquals(Map.of("lane", 7L), second.deliveries().open(3).positions());
    }
  }

  /** Until as many sessions of the database wait for a lock. */
  private void awaitWaiting(int sessions) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    try (Connection connection = Postgres.connect(settings)) {
      while (waiting(connection) < sessions) {
        assertTrue(System.nanoTime() < deadline, "nobody waits");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
  }

  private static int waiting(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'")) {
      result.next();
      return result.getInt(1);
    }
  }
}
