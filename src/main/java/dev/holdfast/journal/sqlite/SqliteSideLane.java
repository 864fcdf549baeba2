package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.store.NetChanges;
import dev.holdfast.journal.store.SideLane;
import dev.holdfast.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Snapshots, deletes and the delivery book on SQLite. */
final class SqliteSideLane implements SideLane {
  private static final String UPSERT =
      "INSERT INTO snapshot (entity, sequence, epoch, slice, version, content)"
          + " SELECT ?, ?, ?, ?, ?, ? FROM slice_owner WHERE slice = ? AND owner = ? AND epoch = ?"
          + " ON CONFLICT (entity) DO UPDATE SET sequence = excluded.sequence,"
          + " epoch = excluded.epoch, version = excluded.version, content = excluded.content";
  private static final String FLOOR =
      "UPDATE slice_owner SET floor = max(floor, coalesce((SELECT max(slice_offset) FROM journal"
          + " WHERE entity = ? AND sequence <= ?), 0))"
          + " WHERE slice = ? AND owner = ? AND epoch = ?";
  private static final String KEEP_HIGHEST =
      "INSERT INTO entity_floor (entity, sequence)"
          + " SELECT ?, max(sequence) FROM journal WHERE entity = ? AND sequence <= ?"
          + " HAVING max(sequence) IS NOT NULL"
          + " ON CONFLICT (entity) DO UPDATE SET sequence = max(sequence, excluded.sequence)";

  private final Transactions transactions;

  SqliteSideLane(Connection connection, ReentrantLock writing) throws SQLException {
    this.transactions = new Transactions(connection, writing);
  }

  @Override
  public Set<String> snapshots(int writer, List<SnapshotRow> rows) throws SQLException {
    return transactions.run(
        c -> {
          var kept = new HashSet<String>();
          for (SnapshotRow row : rows) {
            int written =
                Sql.update(
                    c,
                    UPSERT,
                    statement -> {
                      statement.setString(1, row.entity());
                      statement.setLong(2, row.sequence());
                      statement.setLong(3, row.epoch());
                      statement.setInt(4, row.slice());
                      statement.setString(5, row.version());
                      statement.setBytes(6, row.content());
                      statement.setInt(7, row.slice());
                      statement.setInt(8, writer);
                      statement.setLong(9, row.epoch());
                    });
            if (written > 0) {
              kept.add(row.entity());
            }
          }
          return kept;
        });
  }

  @Override
  public boolean delete(int writer, Deletion deletion) throws SQLException {
    boolean held =
        transactions.run(
            c -> {
              int raised =
                  Sql.update(
                      c,
                      FLOOR,
                      statement -> {
                        statement.setString(1, deletion.entity());
                        statement.setLong(2, deletion.toSequence());
                        statement.setInt(3, deletion.slice());
                        statement.setInt(4, writer);
                        statement.setLong(5, deletion.epoch());
                      });
              if (raised > 0) {
                Sql.update(
                    c,
                    KEEP_HIGHEST,
                    statement -> {
                      statement.setString(1, deletion.entity());
                      statement.setString(2, deletion.entity());
                      statement.setLong(3, deletion.toSequence());
                    });
              }
              return raised > 0;
            });
    if (!held) {
      return false;
    }
    return transactions.run(
        c -> {
          List<Long> still =
              Sql.query(
                  c,
                  "SELECT epoch FROM slice_owner WHERE slice = ? AND owner = ? AND epoch = ?",
                  statement -> {
                    statement.setInt(1, deletion.slice());
                    statement.setInt(2, writer);
                    statement.setLong(3, deletion.epoch());
                  },
                  result -> result.getLong(1));
          if (still.isEmpty()) {
            return false;
          }
          Sql.update(
              c,
              "DELETE FROM journal WHERE entity = ? AND sequence <= ?",
              statement -> {
                statement.setString(1, deletion.entity());
                statement.setLong(2, deletion.toSequence());
              });
          return true;
        });
  }

  @Override
  public Map<Integer, Long> keep(int writer, List<Keeping> keepings) throws SQLException {
    return transactions.run(
        c -> {
          var epochs = new HashMap<Integer, Long>();
          Sql.query(
              c,
              "SELECT slice, epoch FROM slice_owner WHERE owner = ?",
              statement -> statement.setInt(1, writer),
              result -> epochs.put(result.getInt(1), result.getLong(2)));
          SqliteBook.write(c, NetChanges.of(keepings, epochs));
          return epochs;
        });
  }

  @Override
  public void deleteSnapshot(String entity, long toSequence) throws SQLException {
    transactions.run(
        c ->
            Sql.update(
                c,
                "DELETE FROM snapshot WHERE entity = ? AND sequence <= ?",
                statement -> {
                  statement.setString(1, entity);
                  statement.setLong(2, toSequence);
                }));
  }

  @Override
  public void close() {
    transactions.close();
  }
}
