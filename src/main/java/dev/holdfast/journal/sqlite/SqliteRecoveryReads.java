package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.store.JdbcCommitReads;
import dev.holdfast.journal.store.JdbcCommitReads.Page;
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
          + " ORDER BY j.sequence LIMIT ?";
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
  public List<Head> heads(List<From> requests, int limit) throws SQLException {
    return pool.read(connection -> heads(connection, requests, limit));
  }

  private static List<Head> heads(Connection connection, List<From> requests, int limit)
      throws SQLException {
    try (PreparedStatement highest = connection.prepareStatement(HIGHEST);
        PreparedStatement commits = connection.prepareStatement(COMMITS)) {
      var heads = new ArrayList<Head>(requests.size());
      for (From request : requests) {
        heads.add(head(request, limit, highest, commits));
      }
      return heads;
    }
  }

  private static Head head(
      From request, int limit, PreparedStatement highest, PreparedStatement commits)
      throws SQLException {
    highest.setString(1, request.entity());
    long top;
    try (ResultSet result = highest.executeQuery()) {
      result.next();
      top = result.getLong(1);
    }
    if (top < request.sequence()) {
      return new Head(top, List.of());
    }
    commits.setString(1, request.entity());
    commits.setLong(2, request.sequence());
    commits.setInt(3, limit);
    var rows = new ArrayList<CommitRow>();
    try (ResultSet result = commits.executeQuery()) {
      while (result.next()) {
        rows.add(Sql.commit(result, 1));
      }
    }
    return new Head(top, rows);
  }

  @Override
  public List<CommitRow> page(String entity, long from, long to, int limit) throws SQLException {
    return pool.read(
        connection -> JdbcCommitReads.page(connection, new Page(entity, from, to, limit)));
  }
}
