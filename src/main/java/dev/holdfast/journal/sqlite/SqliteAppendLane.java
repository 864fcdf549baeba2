package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.AppendLane;
import dev.holdfast.journal.store.OutgoingWords;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.RefusedException;
import dev.holdfast.journal.store.Sql;
import dev.holdfast.journal.store.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Appends and claims on SQLite. Transactions run one at a time, so the fence is a plain read at the
 * start of each.
 *
 * <p>There is no index by slice: every {@link #MARK_EVERY} rows the floors are raised to the
 * offsets of the moment, and the base of a slice is its floor or what came after that mark.
 */
final class SqliteAppendLane implements AppendLane {
  private static final int MARK_EVERY = 20_000;
  private static final String MARK = "floors-at";

  private static final String FENCE =
      "SELECT 1 FROM writer_fence WHERE writer_id = ? AND generation = ?";
  private static final String INSERT =
      "INSERT INTO journal (entity, sequence, slice, slice_offset, epoch, time, payload, outgoing)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, ''))";
  private static final String MARKED =
      "coalesce((SELECT CAST(value AS INTEGER) FROM journal_fact WHERE name = '" + MARK + "'), 0)";

  /** The offsets of the slices that were written since the floors were raised. */
  static final String AFTER_MARK =
      "SELECT slice, max(slice_offset) AS top FROM journal WHERE ordering > "
          + MARKED
          + " GROUP BY slice";

  private final Transactions transactions;
  private final PreparedStatement fence;
  private final PreparedStatement insert;
  private int sinceMark;

  SqliteAppendLane(Connection connection, ReentrantLock writing) throws SQLException {
    this.transactions = new Transactions(connection, writing);
    this.fence = connection.prepareStatement(FENCE);
    this.insert = connection.prepareStatement(INSERT);
  }

  @Override
  public int register() throws SQLException {
    return transactions.run(
        c ->
            Sql.query(
                    c,
                    "INSERT INTO writer_fence (generation) VALUES (1) RETURNING writer_id",
                    Sql.Bind.NOTHING,
                    result -> result.getInt(1))
                .getFirst());
  }

  @Override
  public void renew(int writer) throws SQLException {
    transactions.run(
        c ->
            Sql.update(
                c,
                "UPDATE writer_fence SET generation = generation + 1 WHERE writer_id = ?",
                statement -> statement.setInt(1, writer)));
  }

  @Override
  public Ownership ownership(int writer) throws SQLException {
    return transactions.run(c -> ownership(c, writer));
  }

  static Ownership ownership(Connection connection, int writer) throws SQLException {
    var epochs = new HashMap<Integer, Long>();
    List<Long> generation =
        Sql.query(
            connection,
            "SELECT f.generation, o.slice, o.epoch FROM writer_fence f"
                + " LEFT JOIN slice_owner o ON o.owner = f.writer_id WHERE f.writer_id = ?",
            statement -> statement.setInt(1, writer),
            result -> {
              int slice = result.getInt(2);
              if (!result.wasNull()) {
                epochs.put(slice, result.getLong(3));
              }
              return result.getLong(1);
            });
    return new Ownership(generation.isEmpty() ? Ownership.GONE : generation.getFirst(), epochs);
  }

  @Override
  public Map<Integer, Standing> standings(Collection<Integer> slices) throws SQLException {
    return transactions.run(
        c -> {
          Map<Integer, Standing> all = standings(c);
          all.keySet().retainAll(slices);
          return all;
        });
  }

  private static Map<Integer, Standing> standings(Connection c) throws SQLException {
    var standings = new HashMap<Integer, Standing>();
    Sql.query(
        c,
        "SELECT slice, epoch, floor FROM slice_owner",
        Sql.Bind.NOTHING,
        result ->
            standings.put(result.getInt(1), new Standing(result.getLong(2), result.getLong(3))));
    Sql.query(
        c,
        AFTER_MARK,
        Sql.Bind.NOTHING,
        result -> {
          long offset = result.getLong(2);
          return standings.computeIfPresent(
              result.getInt(1),
              (slice, floor) -> new Standing(floor.epoch(), Math.max(floor.offset(), offset)));
        });
    return standings;
  }

  @Override
  public Map<Integer, Long> claim(int writer, Map<Integer, Long> above) throws SQLException {
    return transactions.run(
        c -> {
          var epochs = new HashMap<Integer, Long>();
          for (int slice : above.keySet()) {
            Sql.update(
                c,
                "UPDATE writer_fence SET generation = generation + 1"
                    + " WHERE writer_id = (SELECT owner FROM slice_owner WHERE slice = ?)",
                statement -> statement.setInt(1, slice));
            Sql.query(
                c,
                "UPDATE slice_owner SET owner = ?, epoch = max(epoch, ?) + 1 WHERE slice = ?"
                    + " RETURNING epoch",
                statement -> {
                  statement.setInt(1, writer);
                  statement.setLong(2, above.getOrDefault(slice, 0L));
                  statement.setInt(3, slice);
                },
                result -> epochs.put(slice, result.getLong(1)));
          }
          return epochs;
        });
  }

  @Override
  public Appended append(int writer, long generation, List<Append> batch) throws SQLException {
    try {
      return transactions.run(
          c -> {
            if (!holds(writer, generation)) {
              return Appended.FENCED;
            }
            for (Append append : batch) {
              insert(append);
            }
            markFloors(c, batch);
            return Appended.LANDED;
          });
    } catch (RefusedException e) {
      if (e.getCause() instanceof SQLiteException sqlite
          && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
        return Appended.CONFLICT;
      }
      throw e;
    }
  }

  private boolean holds(int writer, long generation) throws SQLException {
    fence.setInt(1, writer);
    fence.setLong(2, generation);
    try (var result = fence.executeQuery()) {
      return result.next();
    }
  }

  private void insert(Append append) throws SQLException {
    for (int i = 0; i < append.rows(); i++) {
      insert.setString(1, append.entity());
      insert.setLong(2, append.sequence() + i);
      insert.setInt(3, append.slice());
      insert.setLong(4, append.offset() + i);
      insert.setLong(5, append.epoch());
      insert.setLong(6, append.times()[i]);
      insert.setBytes(7, append.payloads()[i]);
      insert.setString(8, append.causes() ? append.outgoing()[i] : OutgoingWords.NONE);
      insert.executeUpdate();
    }
  }

  /** Bounds what a start has to read, in the transaction of the rows it counts. */
  private void markFloors(Connection c, List<Append> batch) throws SQLException {
    for (Append append : batch) {
      sinceMark += append.rows();
    }
    if (sinceMark < MARK_EVERY) {
      return;
    }
    sinceMark = 0;
    Sql.update(
        c,
        "UPDATE slice_owner SET floor = max(floor, t.top) FROM ("
            + AFTER_MARK
            + ") t WHERE slice_owner.slice ="
            + " t.slice",
        Sql.Bind.NOTHING);
    Sql.update(
        c,
        "INSERT INTO journal_fact (name, value)"
            + " SELECT '"
            + MARK
            + "', CAST(max(ordering) AS TEXT) FROM journal WHERE true"
            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        Sql.Bind.NOTHING);
  }

  @Override
  public void unregister(int writer) throws SQLException {
    transactions.run(
        c ->
            Sql.update(
                c,
                "DELETE FROM writer_fence WHERE writer_id = ?",
                statement -> statement.setInt(1, writer)));
  }

  @Override
  public void close() {
    transactions.close();
  }
}
