package dev.holdfast.journal.store;

import dev.holdfast.journal.WireNames;
import dev.holdfast.protocol.WireName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The table of wire names. It is read and written when a version is deployed, seldom and beside the
 * hot path, so each question opens a connection of its own.
 */
public final class JdbcWireNames implements WireNames {
  private final DataSource database;
  private final String payloadText;

  /**
   * @param payloadText the dialect's way to see a payload as text
   */
  public JdbcWireNames(DataSource database, String payloadText) {
    this.database = database;
    this.payloadText = payloadText;
  }

  private <T> T with(ReadPool.Work<T> work) {
    return ReadPool.once(database, "The wire names cannot be read", work);
  }

  @Override
  public Set<WireName> of(String service) {
    return with(
        connection ->
            new HashSet<>(
                Sql.query(
                    connection,
                    "SELECT type, version FROM wire_name WHERE service = ?",
                    statement -> statement.setString(1, service),
                    result -> new WireName(result.getString(1), result.getInt(2)))));
  }

  @Override
  public void add(String service, Collection<WireName> names) {
    with(
        connection -> {
          int added = 0;
          for (WireName name : names) {
            added +=
                Sql.update(
                    connection,
                    "INSERT INTO wire_name (service, type, version) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                    statement -> {
                      statement.setString(1, service);
                      statement.setString(2, name.type());
                      statement.setInt(3, name.version());
                    });
          }
          return added;
        });
  }

  @Override
  public long journalsWith(String service, WireName name) {
    // Commits hold their events as ["Type",version,…]; no name has a character that LIKE minds.
    String event = "%[\"" + name.type().replace("_", "\\_") + "\"," + name.version() + ",%";
    return with(
        connection ->
            Sql.query(
                    connection,
                    "SELECT count(DISTINCT entity) FROM journal WHERE entity >= ? AND entity < ?"
                        + " AND "
                        + payloadText
                        + " LIKE ? ESCAPE '\\'",
                    statement -> {
                      statement.setString(1, service + "/");
                      statement.setString(2, service + "0");
                      statement.setString(3, event);
                    },
                    result -> result.getLong(1))
                .getFirst());
  }
}
