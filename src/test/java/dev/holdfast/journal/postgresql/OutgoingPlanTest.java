package dev.holdfast.journal.postgresql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Postgres;
import dev.holdfast.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** How PostgreSQL looks for commits that cause something, among many that do not. */
class OutgoingPlanTest {
  private static final String FILL =
      "INSERT INTO journal (entity, sequence, slice, slice_offset, epoch, time, payload, outgoing)"
          + " SELECT 's/' || n % 8, n / 8, n % 8, n / 8, 1, n, '{}',"
          + " CASE WHEN n % 100 = 0 THEN '> @orders' END FROM generate_series(8, 20000) AS n";

  @Test
  void bothReadsGoAlongThePartialIndex() throws SQLException {
    JournalSettings settings = Postgres.fresh();
    Journal.open(settings).close();
    try (Connection connection = Postgres.connect(settings)) {
      Postgres.execute(connection, FILL);
      Postgres.execute(connection, "VACUUM ANALYZE journal");
      for (String planning :
          new String[] {"enable_seqscan=off", "enable_bitmapscan=off", "enable_sort=off"}) {
        Postgres.execute(connection, "SET " + planning);
      }
      Postgres.execute(connection, "SET plan_cache_mode = force_generic_plan");
      String outgoing =
          plan(
              connection,
              PostgresOutgoingReads.OUTGOING,
              statement -> {
                statement.setInt(1, 3);
                statement.setLong(2, 0);
                statement.setInt(3, 100);
                statement.setLong(4, 1000);
              });
      assertTrue(outgoing.contains("Index Scan using journal_outgoing"), outgoing);
      assertTrue(!outgoing.contains("Sort"), outgoing);
      String published =
          plan(
              connection,
              PostgresOutgoingReads.PUBLISHED,
              statement -> {
                statement.setArray(1, connection.createArrayOf("int4", new Integer[] {0, 1}));
                statement.setArray(2, connection.createArrayOf("int8", new Long[] {0L, 5L}));
                statement.setString(3, "@orders ");
                statement.setLong(4, 0);
                statement.setInt(5, 100);
                statement.setInt(6, 100);
              });
      assertTrue(published.contains("Index Only Scan using journal_outgoing"), published);
      assertTrue(published.contains("Index Scan using journal_slice_offset"), published);
    }
  }

  private static String plan(Connection connection, String sql, Sql.Bind bind) throws SQLException {
    return String.join(
        "\n", Sql.query(connection, "EXPLAIN " + sql, bind, result -> result.getString(1)));
  }
}
