package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.OutgoingReads;
import dev.holdfast.journal.store.OutgoingWords;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.Sql;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * Reads along the partial index of commits that cause something; a search by topic or time does not
 * leave it, and fetches only the rows that it found.
 */
final class PostgresOutgoingReads implements OutgoingReads {
  static final String OUTGOING =
      "SELECT "
          + Sql.COMMIT
          + " FROM (SELECT a.*, sum(octet_length(a.payload)) OVER (ORDER BY a.slice_offset) AS upto"
          + " FROM (SELECT x.* FROM journal x WHERE x.slice = ? AND x.slice_offset > ?"
          + " AND x.outgoing IS NOT NULL ORDER BY x.slice_offset LIMIT ?) a) j"
          + " WHERE j.upto <= ? OR j.upto = octet_length(j.payload) ORDER BY j.slice_offset";

  /**
   * Times may go back a little along a slice. So a row is sorted by the latest time up to it, and
   * never comes before one of a lower offset.
   */
  static final String PUBLISHED =
      "SELECT "
          + Sql.COMMIT
          + " FROM (SELECT k.* FROM unnest(?::int[], ?::bigint[]) AS c(slice, after)"
          + " CROSS JOIN LATERAL (SELECT h.slice, h.slice_offset,"
          + " max(h.time) OVER (ORDER BY h.slice_offset) AS at FROM ("
          + "SELECT x.slice, x.slice_offset, x.time FROM journal x"
          + " WHERE x.slice = c.slice AND x.slice_offset > c.after AND x.outgoing IS NOT NULL"
          + " AND strpos(x.outgoing || ' ', ?) > 0 AND x.time >= ?"
          + " ORDER BY x.slice_offset LIMIT ?) h) k"
          + " ORDER BY k.at, k.slice, k.slice_offset LIMIT ?) m"
          + " JOIN journal j ON j.slice = m.slice AND j.slice_offset = m.slice_offset"
          + " ORDER BY m.at, m.slice, m.slice_offset";

  private static final String BACKLOG =
      "SELECT count(*), min(k.time) FROM unnest(?::int[], ?::bigint[]) AS c(slice, after)"
          + " CROSS JOIN LATERAL (SELECT x.time FROM journal x"
          + " WHERE x.slice = c.slice AND x.slice_offset > c.after AND x.outgoing IS NOT NULL"
          + " AND strpos(x.outgoing || ' ', ?) > 0 ORDER BY x.slice_offset LIMIT ?) k";

  private static final String STANDINGS =
      "SELECT o.slice, greatest(o.floor, (SELECT max(j.slice_offset) FROM journal j"
          + " WHERE j.slice = o.slice)) FROM slice_owner o";
  private static final String HIGHEST =
      "SELECT coalesce(max(slice_offset), 0) FROM journal WHERE slice = ?";
  private static final String FIRST_FROM =
      "SELECT slice_offset, time FROM journal WHERE slice = ? AND slice_offset >= ?"
          + " ORDER BY slice_offset LIMIT 1";

  private final ReadPool pool;
  private final int slices;

  PostgresOutgoingReads(ReadPool pool, int slices) {
    this.pool = pool;
    this.slices = slices;
  }

  private record Point(long offset, long time) {}

  @Override
  public List<CommitRow> outgoing(int slice, long after, int limit, long bytes) {
    return pool.answer(
        connection ->
            Sql.query(
                connection,
                OUTGOING,
                statement -> {
                  statement.setInt(1, slice);
                  statement.setLong(2, after);
                  statement.setInt(3, limit);
                  statement.setLong(4, bytes);
                },
                result -> Sql.commit(result, 1)));
  }

  @Override
  public List<CommitRow> published(
      String topic, Map<Integer, Long> after, Instant from, int limit) {
    String word = OutgoingWords.search(topic);
    long earliest = CommitCodec.nanos(from);
    return pool.answer(
        connection ->
            Sql.query(
                connection,
                PUBLISHED,
                statement -> {
                  bindOffsets(connection, statement, after);
                  statement.setString(3, word);
                  statement.setLong(4, earliest);
                  statement.setInt(5, limit);
                  statement.setInt(6, limit);
                },
                result -> Sql.commit(result, 1)));
  }

  /** Every slice with its offset, as the first two parameters. */
  private void bindOffsets(
      Connection connection, PreparedStatement statement, Map<Integer, Long> after)
      throws SQLException {
    int[] all = IntStream.range(0, slices).toArray();
    long[] afters = IntStream.of(all).mapToLong(slice -> after.getOrDefault(slice, 0L)).toArray();
    PGConnection arrays = connection.unwrap(PGConnection.class);
    statement.setArray(1, arrays.createArrayOf("int4", all));
    statement.setArray(2, arrays.createArrayOf("int8", afters));
  }

  @Override
  public Backlog backlog(String topic, Map<Integer, Long> after, int most) {
    String word = OutgoingWords.search(topic);
    return pool.answer(
        connection ->
            Sql.query(
                    connection,
                    BACKLOG,
                    statement -> {
                      bindOffsets(connection, statement, after);
                      statement.setString(3, word);
                      statement.setInt(4, most);
                    },
                    result ->
                        new Backlog(
                            result.getLong(1),
                            result.getLong(1) == 0
                                ? Optional.empty()
                                : Optional.of(CommitCodec.instant(result.getLong(2)))))
                .getFirst());
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

  @Override
  public long offsetAt(int slice, Instant time) {
    long nanos = CommitCodec.nanos(time);
    return pool.answer(
        connection -> {
          long found = 0;
          long low = 1;
          long high = highest(connection, slice);
          while (low <= high) {
            long middle = low + (high - low) / 2;
            List<Point> next = firstFrom(connection, slice, middle);
            if (!next.isEmpty() && next.getFirst().time() < nanos) {
              found = next.getFirst().offset();
              low = found + 1;
            } else {
              high = middle - 1;
            }
          }
          return found;
        });
  }

  private static long highest(Connection connection, int slice) throws SQLException {
    return Sql.query(
            connection,
            HIGHEST,
            statement -> statement.setInt(1, slice),
            result -> result.getLong(1))
        .getFirst();
  }

  /** The first row at the offset or, where commits were deleted, past it. */
  private static List<Point> firstFrom(Connection connection, int slice, long offset)
      throws SQLException {
    return Sql.query(
        connection,
        FIRST_FROM,
        statement -> {
          statement.setInt(1, slice);
          statement.setLong(2, offset);
        },
        result -> new Point(result.getLong(1), result.getLong(2)));
  }
}
