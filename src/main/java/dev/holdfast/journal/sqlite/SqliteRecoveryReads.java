package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.RecoveryReads;
import dev.holdfast.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The database is in this process, so a question costs no round trip: one prepared statement is
 * asked once an entity.
 */
final class SqliteRecoveryReads implements RecoveryReads {
  private static final String COMMITS =
      "SELECT "
          + Sql.COMMIT
          + " FROM journal j WHERE j.entity = ? AND j.sequence >= ?"
          + " AND j.sequence <= ? ORDER BY j.sequence LIMIT ?";
  private static final String HIGHEST =
      "SELECT max(coalesce((SELECT max(sequence) FROM journal WHERE entity = ?1), 0),"
          + " coalesce((SELECT sequence FROM entity_floor WHERE entity = ?1), 0))";
  private static final String SNAPSHOT =
      "SELECT " + Sql.SNAPSHOT + " FROM snapshot s WHERE s.entity = ?";

  private final ReadPool pool;

  SqliteRecoveryReads(ReadPool pool) {
    this.pool = pool;
  }

  @Override
  public List<Optional<StoredSnapshot>> snapshots(List<String> entities) throws SQLException {
    return pool.read(connection -> snapshots(connection, entities));
  }

  private static List<Optional<StoredSnapshot>> snapshots(
      Connection connection, List<String> entities) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SNAPSHOT)) {
      var found = new ArrayList<Optional<StoredSnapshot>>(entities.size());
      for (String entity : entities) {
        statement.setString(1, entity);
        try (ResultSet result = statement.executeQuery()) {
          found.add(result.next() ? Optional.of(Sql.snapshot(result, 1)) : Optional.empty());
        }
      }
      return found;
    }
  }

  @Override
  public List<Head> heads(List<From> requests, Limit limit) throws SQLException {
    return pool.read(connection -> heads(connection, requests, limit));
  }

  private static List<Head> heads(Connection connection, List<From> requests, Limit limit)
      throws SQLException {
    try (PreparedStatement highest = connection.prepareStatement(HIGHEST);
        PreparedStatement commits = connection.prepareStatement(COMMITS)) {
      var heads = new ArrayList<Head>(requests.size());
      for (From request : requests) {
        long top = highest(highest, request.entity());
        heads.add(
            new Head(
                top,
                top < request.sequence()
                    ? List.of()
                    : page(commits, request.entity(), request.sequence(), top, limit)));
      }
      return heads;
    }
  }

  private static long highest(PreparedStatement statement, String entity) throws SQLException {
    statement.setString(1, entity);
    try (ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public List<CommitRow> page(String entity, long from, long to, Limit limit) throws SQLException {
    return pool.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COMMITS)) {
            return page(statement, entity, from, to, limit);
          }
        });
  }

  /** Rows come one by one, so it is enough to stop. */
  private static List<CommitRow> page(
      PreparedStatement statement, String entity, long from, long to, Limit limit)
      throws SQLException {
    statement.setString(1, entity);
    statement.setLong(2, from);
    statement.setLong(3, to);
    statement.setInt(4, limit.commits());
    var rows = new ArrayList<CommitRow>();
    long bytes = 0;
    try (ResultSet result = statement.executeQuery()) {
      while (bytes < limit.bytes() && result.next()) {
        rows.add(Sql.commit(result, 1));
        bytes += result.getBytes(Sql.PAYLOAD).length;
      }
    }
    return rows;
  }
}
