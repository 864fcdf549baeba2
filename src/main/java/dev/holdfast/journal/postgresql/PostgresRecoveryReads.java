package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.RecoveryReads;
import dev.holdfast.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;

/** Many entities in one round trip. */
final class PostgresRecoveryReads implements RecoveryReads {
  private static final String SNAPSHOTS =
      "SELECT r.at, "
          + Sql.SNAPSHOT
          + " FROM unnest(?::text[]) WITH ORDINALITY AS r(entity, at)"
          + " CROSS JOIN LATERAL (SELECT * FROM snapshot x WHERE x.entity = r.entity LIMIT 1) s";

  /** {@code OFFSET 0} keeps the highest from being asked again for every commit of the entity. */
  private static final String HEADS =
      "SELECT r.at, h.highest, "
          + Sql.COMMIT
          + " FROM unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS r(entity, first, at)"
          + " CROSS JOIN LATERAL (SELECT coalesce(greatest("
          + "(SELECT x.sequence FROM journal x WHERE x.entity = r.entity"
          + " ORDER BY x.sequence DESC LIMIT 1),"
          + " (SELECT x.sequence FROM entity_floor x WHERE x.entity = r.entity)), 0) AS highest"
          + " OFFSET 0) h"
          + " LEFT JOIN LATERAL "
          + bounded("j.entity = r.entity AND j.sequence >= r.first")
          + " ON true"
          + " ORDER BY r.at, j.sequence";

  private static final String PAGE =
      "SELECT "
          + Sql.COMMIT
          + " FROM "
          + bounded("j.entity = ? AND j.sequence >= ? AND j.sequence <= ?")
          + " ORDER BY j.sequence";

  private final ReadPool pool;

  PostgresRecoveryReads(ReadPool pool) {
    this.pool = pool;
  }

  /** The commits j that fit, in order, bounded by the next two parameters: commits and bytes. */
  private static String bounded(String condition) {
    return "(SELECT b.* FROM (SELECT a.*, sum(octet_length(a.payload)) OVER (ORDER BY a.sequence)"
        + " AS upto FROM (SELECT j.* FROM journal j WHERE "
        + condition
        + " ORDER BY j.sequence LIMIT ?) a) b WHERE b.upto - octet_length(b.payload) < ?) j";
  }

  @Override
  public List<Optional<StoredSnapshot>> snapshots(List<String> entities) throws SQLException {
    return pool.read(connection -> snapshots(connection, entities));
  }

  private static List<Optional<StoredSnapshot>> snapshots(
      Connection connection, List<String> entities) throws SQLException {
    var found =
        new ArrayList<Optional<StoredSnapshot>>(
            Collections.nCopies(entities.size(), Optional.empty()));
    Sql.query(
        connection,
        SNAPSHOTS,
        statement ->
            statement.setArray(
                1, connection.createArrayOf("text", entities.toArray(String[]::new))),
        result -> found.set(result.getInt(1) - 1, Optional.of(Sql.snapshot(result, 2))));
    return found;
  }

  @Override
  public List<Head> heads(List<From> requests, Limit limit) throws SQLException {
    return pool.read(connection -> heads(connection, requests, limit));
  }

  private static List<Head> heads(Connection connection, List<From> requests, Limit limit)
      throws SQLException {
    var highest = new long[requests.size()];
    var commits = new ArrayList<List<CommitRow>>();
    requests.forEach(request -> commits.add(new ArrayList<>()));
    Sql.query(
        connection,
        HEADS,
        statement -> {
          statement.setArray(
              1,
              connection.createArrayOf(
                  "text", requests.stream().map(From::entity).toArray(String[]::new)));
          statement.setArray(
              2,
              connection
                  .unwrap(PGConnection.class)
                  .createArrayOf("int8", requests.stream().mapToLong(From::sequence).toArray()));
          statement.setInt(3, limit.commits());
          statement.setLong(4, limit.bytes());
        },
        result -> {
          int at = result.getInt(1) - 1;
          highest[at] = result.getLong(2);
          return result.getString(3) != null && commits.get(at).add(Sql.commit(result, 3));
        });
    var heads = new ArrayList<Head>(requests.size());
    for (int i = 0; i < highest.length; i++) {
      heads.add(new Head(highest[i], commits.get(i)));
    }
    return heads;
  }

  @Override
  public List<CommitRow> page(String entity, long from, long to, Limit limit) throws SQLException {
    return pool.read(
        connection ->
            Sql.query(
                connection,
                PAGE,
                statement -> {
                  statement.setString(1, entity);
                  statement.setLong(2, from);
                  statement.setLong(3, to);
                  statement.setInt(4, limit.commits());
                  statement.setLong(5, limit.bytes());
                },
                result -> Sql.commit(result, 1)));
  }
}
