package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.store.JdbcCommitReads;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a slice in the order of row ids, because an index by slice would slow every append. A
 * follower goes on where it stopped; another place is found by halving the row ids, since offsets
 * rise with them.
 */
final class SqliteCommitReads extends JdbcCommitReads {
  private static final String AFTER =
      "SELECT "
          + Sql.COMMIT
          + ", j.ordering FROM journal j"
          + " WHERE j.ordering > ? AND j.slice = ? AND j.slice_offset > ?"
          + " ORDER BY j.ordering LIMIT ?";
  private static final String NEXT_OFFSET =
      "SELECT slice_offset FROM journal WHERE ordering >= ? AND slice = ? ORDER BY ordering"
          + " LIMIT 1";

  /** Where the last read of a slice ended. */
  private record Place(long offset, long ordering) {}

  private record Placed(CommitRow row, long ordering) {}

  private final ConcurrentHashMap<Integer, Place> places = new ConcurrentHashMap<>();

  SqliteCommitReads(ReadPool pool) {
    super(pool);
  }

  @Override
  public List<CommitRow> slice(int slice, long after, int limit) {
    return read(
        connection -> {
          // Read before the rows: what is not found up to here will not appear there later.
          long newest = newest(connection);
          Place known = places.get(slice);
          long from =
              known != null && known.offset() == after
                  ? known.ordering()
                  : before(connection, slice, after, newest);
          List<Placed> found =
              Sql.query(
                  connection,
                  AFTER,
                  statement -> {
                    statement.setLong(1, from);
                    statement.setInt(2, slice);
                    statement.setLong(3, after);
                    statement.setInt(4, limit);
                  },
                  result -> new Placed(Sql.commit(result, 1), result.getLong(7)));
          if (found.isEmpty()) {
            places.put(slice, new Place(after, Math.max(from, newest)));
          } else {
            Placed last = found.getLast();
            places.put(slice, new Place(last.row().offset(), last.ordering()));
          }
          return found.stream().map(Placed::row).toList();
        });
  }

  static long newest(Connection connection) throws SQLException {
    return Sql.query(
            connection,
            "SELECT coalesce(max(ordering), 0) FROM journal",
            Sql.Bind.NOTHING,
            result -> result.getLong(1))
        .getFirst();
  }

  /** A row id that every row of the slice past the offset is above. */
  private static long before(Connection connection, int slice, long after, long newest)
      throws SQLException {
    long low = 0;
    long high = newest;
    while (low < high) {
      long middle = low + (high - low) / 2 + 1;
      List<Long> next =
          Sql.query(
              connection,
              NEXT_OFFSET,
              statement -> {
                statement.setLong(1, middle);
                statement.setInt(2, slice);
              },
              result -> result.getLong(1));
      if (!next.isEmpty() && next.getFirst() <= after) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
