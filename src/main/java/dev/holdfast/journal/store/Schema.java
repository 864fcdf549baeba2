package dev.holdfast.journal.store;

import dev.holdfast.settings.InvalidSetting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to the layout of this version and fixes what is fixed when it is created. */
public final class Schema {
  private static final String SLICES = "slices";

  /** Of connecting, a second apart. */
  private static final int RETRIES = 2;

  private Schema() {}

  /**
   * Migrates.
   *
   * @param dialect the folder of migrations below {@code db}
   */
  public static void migrate(DataSource connections, String dialect) throws SQLException {
    try {
      Flyway.configure()
          .dataSource(connections)
          .locations("classpath:db/" + dialect)
          .table("journal_schema")
          .failOnMissingLocations(true)
          // A database that has just started, or a busy one, may let the first attempt time out.
          .connectRetries(RETRIES)
          .connectRetriesInterval(1)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new SQLException(
          "The journal's schema cannot be brought up to date: " + e.getMessage(), e);
    }
  }

  /** Makes a row for each slice in a new database; refuses one that was made for another count. */
  public static void fixSlices(Connection connection, int slices) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO journal_fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        statement -> {
          statement.setString(1, SLICES);
          statement.setString(2, Integer.toString(slices));
        });
    List<String> found =
        Sql.query(
            connection,
            "SELECT value FROM journal_fact WHERE name = ?",
            statement -> statement.setString(1, SLICES),
            result -> result.getString(1));
    if (!found.getFirst().equals(Integer.toString(slices))) {
      throw new InvalidSetting(
          "holdfast.journal.slices",
          "this database was created with "
              + found.getFirst()
              + " slices, not "
              + slices
              + "; the number is fixed when the database is created");
    }
    Sql.update(
        connection,
        "WITH RECURSIVE n(slice) AS (SELECT 0 UNION ALL"
            + " SELECT slice + 1 FROM n WHERE slice + 1 < ?)"
            + " INSERT INTO slice_owner (slice, epoch) SELECT slice, 0 FROM n WHERE true"
            + " ON CONFLICT (slice) DO NOTHING",
        statement -> statement.setInt(1, slices));
  }
}
