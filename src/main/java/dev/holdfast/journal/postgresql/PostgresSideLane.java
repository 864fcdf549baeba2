package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.store.NetChanges;
import dev.holdfast.journal.store.SideLane;
import dev.holdfast.journal.store.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Snapshots, deletes and the delivery book on PostgreSQL. The slice's own row is the fence: it is
 * locked and checked, and a claim locks it first. The writer's fence row is left to the appends.
 */
final class PostgresSideLane implements SideLane {
  private static final String UPSERT =
      "WITH r AS (SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::text[],"
          + " ?::bytea[]) AS r(entity, sequence, epoch, slice, version, content)),"
          + " f AS MATERIALIZED (SELECT slice, epoch FROM slice_owner WHERE owner = ?"
          + " AND slice IN (SELECT slice FROM r) ORDER BY slice FOR SHARE)"
          + " INSERT INTO snapshot (entity, sequence, epoch, slice, version, content)"
          + " SELECT r.entity, r.sequence, r.epoch, r.slice, r.version, r.content"
          + " FROM r JOIN f ON f.slice = r.slice AND f.epoch = r.epoch"
          + " ON CONFLICT (entity) DO UPDATE SET sequence = excluded.sequence,"
          + " epoch = excluded.epoch, version = excluded.version, content = excluded.content"
          + " RETURNING entity";
  private static final String LOCK =
      "SELECT slice FROM slice_owner WHERE slice = ? AND owner = ? AND epoch = ? FOR UPDATE";
  private static final String LOCK_ALL =
      "SELECT slice, epoch FROM slice_owner WHERE owner = ? AND slice = ANY(?)"
          + " ORDER BY slice FOR SHARE";
  private static final String RAISE_FLOOR =
      "UPDATE slice_owner SET floor = greatest(floor, (SELECT max(slice_offset) FROM journal"
          + " WHERE entity = ? AND sequence <= ?)) WHERE slice = ?";
  private static final String KEEP_HIGHEST =
      "INSERT INTO entity_floor AS e (entity, sequence)"
          + " SELECT ?, max(sequence) FROM journal WHERE entity = ? AND sequence <= ?"
          + " HAVING max(sequence) IS NOT NULL"
          + " ON CONFLICT (entity) DO UPDATE SET sequence = greatest(e.sequence,"
          + " excluded.sequence)";

  private final Connection connection;

  PostgresSideLane(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Set<String> snapshots(int writer, List<SnapshotRow> rows) throws SQLException {
    try {
      return new HashSet<>(
          Sql.query(
              connection,
              UPSERT,
              statement -> {
                statement.setArray(1, array("text", rows.stream().map(SnapshotRow::entity)));
                statement.setArray(2, array("int8", rows.stream().map(SnapshotRow::sequence)));
                statement.setArray(3, array("int8", rows.stream().map(SnapshotRow::epoch)));
                statement.setArray(4, array("int4", rows.stream().map(SnapshotRow::slice)));
                statement.setArray(5, array("text", rows.stream().map(SnapshotRow::version)));
                statement.setArray(
                    6,
                    connection.createArrayOf(
                        "bytea", rows.stream().map(SnapshotRow::content).toArray(byte[][]::new)));
                statement.setInt(7, writer);
              },
              result -> result.getString(1)));
    } catch (SQLException e) {
      throw ServerErrors.refused(e);
    }
  }

  private Array array(String type, Stream<?> values) throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  @Override
  public boolean delete(int writer, Deletion deletion) throws SQLException {
    return underLock(
            writer,
            deletion,
            () -> {
              Sql.update(
                  connection,
                  RAISE_FLOOR,
                  statement -> {
                    statement.setString(1, deletion.entity());
                    statement.setLong(2, deletion.toSequence());
                    statement.setInt(3, deletion.slice());
                  });
              Sql.update(
                  connection,
                  KEEP_HIGHEST,
                  statement -> {
                    statement.setString(1, deletion.entity());
                    statement.setString(2, deletion.entity());
                    statement.setLong(3, deletion.toSequence());
                  });
            })
        && underLock(
            writer,
            deletion,
            () ->
                Sql.update(
                    connection,
                    "DELETE FROM journal WHERE entity = ? AND sequence <= ?",
                    statement -> {
                      statement.setString(1, deletion.entity());
                      statement.setLong(2, deletion.toSequence());
                    }));
  }

  /** What happens while the slice is ours. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private boolean underLock(int writer, Deletion deletion, Work work) throws SQLException {
    return inTransaction(
        () -> {
          boolean held =
              !Sql.query(
                      connection,
                      LOCK,
                      statement -> {
                        statement.setInt(1, deletion.slice());
                        statement.setInt(2, writer);
                        statement.setLong(3, deletion.epoch());
                      },
                      result -> result.getInt(1))
                  .isEmpty();
          if (held) {
            work.run();
          }
          return held;
        });
  }

  @Override
  public Map<Integer, Long> keep(int writer, List<Keeping> keepings) throws SQLException {
    return inTransaction(
        () -> {
          var epochs = new HashMap<Integer, Long>();
          Sql.query(
              connection,
              LOCK_ALL,
              statement -> {
                statement.setInt(1, writer);
                statement.setArray(2, array("int4", keepings.stream().map(Keeping::slice)));
              },
              result -> epochs.put(result.getInt(1), result.getLong(2)));
          new PostgresBook(connection).write(NetChanges.of(keepings, epochs));
          return epochs;
        });
  }

  /** What happens between begin and commit. */
  @FunctionalInterface
  private interface Transaction<T> {
    T run() throws SQLException;
  }

  private <T> T inTransaction(Transaction<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException e) {
      connection.rollback();
      throw ServerErrors.refused(e);
    } catch (RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void deleteSnapshot(String entity, long toSequence) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM snapshot WHERE entity = ? AND sequence <= ?",
        statement -> {
          statement.setString(1, entity);
          statement.setLong(2, toSequence);
        });
  }

  @Override
  public void close() {
    Connections.close(connection);
  }
}
