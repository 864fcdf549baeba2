package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.OutgoingReads;
import dev.holdfast.journal.store.OutgoingWords;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.Sql;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads along the partial index of commits that cause something. A question costs no round trip, so
 * a topic is looked for slice by slice.
 */
final class SqliteOutgoingReads implements OutgoingReads {
  private static final String OUTGOING =
      "SELECT "
          + Sql.COMMIT
          + " FROM journal j WHERE j.slice = ? AND j.slice_offset > ? AND j.outgoing IS NOT NULL"
          + " ORDER BY j.slice_offset LIMIT ?";
  private static final String PUBLISHED =
      "SELECT slice_offset, time FROM journal WHERE slice = ? AND slice_offset > ?"
          + " AND outgoing IS NOT NULL AND instr(outgoing || ' ', ?) > 0 AND time >= ?"
          + " ORDER BY slice_offset LIMIT ?";
  private static final String BACKLOG =
      "SELECT count(*), min(time) FROM (SELECT time FROM journal WHERE slice = ?"
          + " AND slice_offset > ? AND outgoing IS NOT NULL AND instr(outgoing || ' ', ?) > 0"
          + " LIMIT ?)";
  private static final String ONE =
      "SELECT "
          + Sql.COMMIT
          + " FROM journal j WHERE j.slice = ? AND j.slice_offset = ? AND j.outgoing IS NOT NULL";

  /** In one statement, because floors and mark move together. */
  private static final String STANDINGS =
      "SELECT o.slice, max(o.floor, coalesce(t.top, 0)) FROM slice_owner o LEFT JOIN ("
          + SqliteAppendLane.AFTER_MARK
          + ") t ON t.slice = o.slice";

  private static final String FIRST_BETWEEN =
      "SELECT ordering, slice_offset, time FROM journal"
          + " WHERE ordering >= ? AND ordering <= ? AND slice = ?"
          + " ORDER BY ordering LIMIT 1";

  private final ReadPool pool;
  private final int slices;

  SqliteOutgoingReads(ReadPool pool, int slices) {
    this.pool = pool;
    this.slices = slices;
  }

  private record Point(long ordering, long offset, long time) {}

  /**
   * A commit that was found.
   *
   * @param at the latest time of those of its slice up to it, so that none of a higher offset comes
   *     before it
   */
  private record Found(long at, int slice, long offset) {
    static final Comparator<Found> ORDER =
        Comparator.comparingLong(Found::at)
            .thenComparingInt(Found::slice)
            .thenComparingLong(Found::offset);
  }

  /** Rows come one by one, so it is enough to stop. */
  @Override
  public List<CommitRow> outgoing(int slice, long after, int limit, long bytes) {
    return pool.answer(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OUTGOING)) {
            statement.setInt(1, slice);
            statement.setLong(2, after);
            statement.setInt(3, limit);
            var rows = new ArrayList<CommitRow>();
            long read = 0;
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                read += result.getBytes(Sql.PAYLOAD).length;
                if (read > bytes && !rows.isEmpty()) {
                  break;
                }
                rows.add(Sql.commit(result, 1));
              }
            }
            return rows;
          }
        });
  }

  @Override
  public List<CommitRow> published(
      String topic, Map<Integer, Long> after, Instant from, int limit) {
    String word = OutgoingWords.search(topic);
    long earliest = CommitCodec.nanos(from);
    return pool.answer(
        connection -> {
          var found = new ArrayList<Found>();
          try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
            statement.setString(3, word);
            statement.setLong(4, earliest);
            statement.setInt(5, limit);
            for (int slice = 0; slice < slices; slice++) {
              statement.setInt(1, slice);
              statement.setLong(2, after.getOrDefault(slice, 0L));
              addAll(statement, slice, found);
            }
          }
          found.sort(Found.ORDER);
          return commits(connection, found.subList(0, Math.min(limit, found.size())));
        });
  }

  private static void addAll(PreparedStatement statement, int slice, List<Found> found)
      throws SQLException {
    long latest = Long.MIN_VALUE;
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        latest = Math.max(latest, result.getLong(2));
        found.add(new Found(latest, slice, result.getLong(1)));
      }
    }
  }

  @Override
  public Backlog backlog(String topic, Map<Integer, Long> after, int most) {
    String word = OutgoingWords.search(topic);
    return pool.answer(
        connection -> {
          long commits = 0;
          long oldest = Long.MAX_VALUE;
          try (PreparedStatement statement = connection.prepareStatement(BACKLOG)) {
            statement.setString(3, word);
            statement.setInt(4, most);
            for (int slice = 0; slice < slices; slice++) {
              statement.setInt(1, slice);
              statement.setLong(2, after.getOrDefault(slice, 0L));
              try (ResultSet result = statement.executeQuery()) {
                if (result.next() && result.getLong(1) > 0) {
                  commits += result.getLong(1);
                  oldest = Math.min(oldest, result.getLong(2));
                }
              }
            }
          }
          return new Backlog(
              commits, commits == 0 ? Optional.empty() : Optional.of(CommitCodec.instant(oldest)));
        });
  }

  /** One that was deleted meanwhile is left out. */
  private static List<CommitRow> commits(Connection connection, List<Found> found)
      throws SQLException {
    var rows = new ArrayList<CommitRow>(found.size());
    try (PreparedStatement statement = connection.prepareStatement(ONE)) {
      for (Found one : found) {
        statement.setInt(1, one.slice());
        statement.setLong(2, one.offset());
        try (ResultSet result = statement.executeQuery()) {
          if (result.next()) {
            rows.add(Sql.commit(result, 1));
          }
        }
      }
    }
    return rows;
  }

  @Override
  public Map<Integer, Long> standings() {
    return pool.answer(
        connection -> {
          var standings = new HashMap<Integer, Long>();
          Sql.query(
              connection,
              STANDINGS,
              Sql.Bind.NOTHING,
              result -> standings.put(result.getInt(1), result.getLong(2)));
          standings.values().removeIf(offset -> offset == 0);
          return standings;
        });
  }

  /** Halves the row ids, because offsets rise with them and only they have an index. */
  @Override
  public long offsetAt(int slice, Instant time) {
    long nanos = CommitCodec.nanos(time);
    return pool.answer(
        connection -> {
          long found = 0;
          long low = 1;
          long high = SqliteCommitReads.newest(connection);
          while (low <= high) {
            long middle = low + (high - low) / 2;
            List<Point> next = firstBetween(connection, slice, middle, high);
            if (!next.isEmpty() && next.getFirst().time() < nanos) {
              found = next.getFirst().offset();
              low = next.getFirst().ordering() + 1;
            } else {
              high = middle - 1;
            }
          }
          return found;
        });
  }

  private static List<Point> firstBetween(Connection connection, int slice, long from, long to)
      throws SQLException {
    return Sql.query(
        connection,
        FIRST_BETWEEN,
        statement -> {
          statement.setLong(1, from);
          statement.setLong(2, to);
          statement.setInt(3, slice);
        },
        result -> new Point(result.getLong(1), result.getLong(2), result.getLong(3)));
  }
}
