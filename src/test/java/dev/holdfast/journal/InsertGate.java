package dev.holdfast.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds an append inside its statement, after the fence and before the first row: a trigger that
 * waits for an advisory lock.
 */
final class InsertGate implements AutoCloseable {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Connection connection;

  InsertGate(JournalSettings settings) throws SQLException {
    connection = Postgres.connect(settings);
    Postgres.execute(
        connection,
        """
        CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(42);
          RETURN NEW;
        END $$
        """);
    Postgres.execute(
        connection,
        "CREATE TRIGGER gate BEFORE INSERT ON journal"
            + " FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()");
  }

  void shut() throws SQLException {
    Postgres.execute(connection, "SELECT pg_advisory_lock(42)");
  }

  void open() throws SQLException {
    Postgres.execute(connection, "SELECT pg_advisory_unlock(42)");
  }

  /** Until an append waits at the gate. */
  void awaitWaiting() throws SQLException {
    await("wait_event = 'advisory'");
  }

  /** Until a claim, or an append stopped by one, waits for a row. */
  void awaitClaimWaiting() throws SQLException {
    await("wait_event_type = 'Lock' AND wait_event <> 'advisory'");
  }

  /** Until a writer that lost its connection waits for its own earlier statement. */
  void awaitRenewWaiting() throws SQLException {
    await("query LIKE 'UPDATE writer_fence%' AND wait_event_type = 'Lock'");
  }

  /** Until no append is running. */
  void awaitNobody() throws SQLException {
    await(
        "pid = pg_backend_pid() AND NOT EXISTS (SELECT 1 FROM pg_stat_activity"
            + " WHERE datname = current_database() AND state = 'active'"
            + " AND query LIKE 'WITH f AS%')");
  }

  private void await(String condition) throws SQLException {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (System.nanoTime() < deadline) {
      try (var statement = connection.createStatement();
          var result =
              statement.executeQuery(
                  "SELECT count(*) FROM pg_stat_activity"
                      + " WHERE datname = current_database() AND state = 'active' AND "
                      + condition)) {
        result.next();
        if (result.getInt(1) > 0) {
          return;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new IllegalStateException("Nothing came to wait: " + condition);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
