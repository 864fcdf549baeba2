package dev.holdfast.journal.store;

import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The reads both databases do alike; how a slice is read in order is the dialect's. */
public abstract class JdbcCommitReads implements CommitReads {
  private static final String COMMITS =
      "SELECT "
          + Sql.COMMIT
          + " FROM journal j"
          + " WHERE j.entity = ? AND j.sequence >= ? AND j.sequence <= ?"
          + " ORDER BY j.sequence LIMIT ?";
  private static final String BOUNDS =
      "SELECT coalesce(min(sequence), 0), coalesce(max(sequence), -1) FROM journal"
          + " WHERE entity = ?";
  private static final String TIME = "SELECT time FROM journal WHERE entity = ? AND sequence = ?";
  private static final String HIGHEST =
      "SELECT coalesce(max(s), 0) FROM (SELECT max(sequence) AS s FROM journal WHERE entity = ?"
          + " UNION ALL SELECT sequence FROM entity_floor WHERE entity = ?) t";
  private static final String SNAPSHOT =
      "SELECT " + Sql.SNAPSHOT + " FROM snapshot s WHERE s.entity = ? AND s.sequence <= ?";

  /** Jumps from entity to entity in the index, however many commits each has. */
  private static final String ENTITIES =
      "WITH RECURSIVE t(entity) AS ("
          + "SELECT min(entity) FROM journal WHERE entity > ? AND entity >= ? AND entity < ?"
          + " UNION ALL"
          + " SELECT (SELECT min(entity) FROM journal WHERE entity > t.entity AND entity < ?)"
          + " FROM t WHERE t.entity IS NOT NULL)";

  private static final String OWNERS =
      "SELECT owner, count(*) FROM slice_owner WHERE owner IS NOT NULL GROUP BY owner";

  private static final String FIRST = "";
  private static final String PAST_ALL = Character.toString(Character.MAX_CODE_POINT);

  private final ReadPool pool;

  protected JdbcCommitReads(ReadPool pool) {
    this.pool = pool;
  }

  protected final <T> T read(ReadPool.Work<T> work) {
    return pool.answer(work);
  }

  @Override
  public List<CommitRow> commits(String entity, long from, long to, int limit) {
    return read(
        connection ->
            Sql.query(
                connection,
                COMMITS,
                statement -> {
                  statement.setString(1, entity);
                  statement.setLong(2, from);
                  statement.setLong(3, to);
                  statement.setInt(4, limit);
                },
                result -> Sql.commit(result, 1)));
  }

  @Override
  public long sequenceAt(String entity, Instant time) {
    long nanos = CommitCodec.nanos(time);
    return read(
        connection -> {
          record Bounds(long lowest, long highest) {}
          Bounds bounds =
              Sql.query(
                      connection,
                      BOUNDS,
                      statement -> statement.setString(1, entity),
                      result -> new Bounds(result.getLong(1), result.getLong(2)))
                  .getFirst();
          // Times never decrease along an entity's contiguous commits, so halve.
          long low = bounds.lowest();
          long high = bounds.highest();
          while (low <= high) {
            long middle = low + (high - low) / 2;
            if (time(connection, entity, middle) <= nanos) {
              low = middle + 1;
            } else {
              high = middle - 1;
            }
          }
          return low > bounds.lowest() ? low - 1 : 0L;
        });
  }

  private static long time(Connection connection, String entity, long sequence)
      throws SQLException {
    return Sql.query(
            connection,
            TIME,
            statement -> {
              statement.setString(1, entity);
              statement.setLong(2, sequence);
            },
            result -> result.getLong(1))
        .getFirst();
  }

  @Override
  public long highestSequence(String entity) {
    return read(
        connection ->
            Sql.query(
                    connection,
                    HIGHEST,
                    statement -> {
                      statement.setString(1, entity);
                      statement.setString(2, entity);
                    },
                    result -> result.getLong(1))
                .getFirst());
  }

  @Override
  public Optional<StoredSnapshot> snapshot(String entity, long atMost) {
    return read(
        connection ->
            Sql.query(
                    connection,
                    SNAPSHOT,
                    statement -> {
                      statement.setString(1, entity);
                      statement.setLong(2, atMost);
                    },
                    result -> Sql.snapshot(result, 1))
                .stream()
                .findFirst());
  }

  @Override
  public List<String> instances(String service, String prefix, String afterId, int limit) {
    String root = service + "/";
    return read(
        connection ->
            Sql.query(
                    connection,
                    ENTITIES + " SELECT entity FROM t WHERE entity IS NOT NULL LIMIT ?",
                    statement -> {
                      statement.setString(1, root + afterId);
                      statement.setString(2, root + prefix);
                      statement.setString(3, after(root + prefix));
                      statement.setString(4, after(root + prefix));
                      statement.setInt(5, limit);
                    },
                    result -> result.getString(1))
                .stream()
                .map(entity -> entity.substring(root.length()))
                .toList());
  }

  @Override
  public Map<String, Long> sequences(String service) {
    String root = service + "/";
    record Highest(String entity, long sequence) {}
    return read(
        connection ->
            Sql.query(
                    connection,
                    ENTITIES
                        + " SELECT entity,"
                        + " (SELECT max(sequence) FROM journal j WHERE j.entity = t.entity)"
                        + " FROM t WHERE entity IS NOT NULL",
                    statement -> {
                      statement.setString(1, root);
                      statement.setString(2, root);
                      statement.setString(3, after(root));
                      statement.setString(4, after(root));
                    },
                    result -> new Highest(result.getString(1), result.getLong(2)))
                .stream()
                .collect(
                    Collectors.toMap(
                        found -> found.entity().substring(root.length()), Highest::sequence)));
  }

  @Override
  public List<CommitRow> histories(List<String> entities, int limit) {
    if (entities.isEmpty()) {
      return List.of();
    }
    String places = "?, ".repeat(entities.size() - 1) + "?";
    return read(
        connection ->
            Sql.query(
                connection,
                "SELECT "
                    + Sql.COMMIT
                    + " FROM journal j WHERE j.entity IN ("
                    + places
                    + ") ORDER BY j.entity, j.sequence LIMIT ?",
                statement -> {
                  for (int i = 0; i < entities.size(); i++) {
                    statement.setString(i + 1, entities.get(i));
                  }
                  statement.setInt(entities.size() + 1, limit);
                },
                result -> Sql.commit(result, 1)));
  }

  @Override
  public Map<Integer, Integer> slicesByWriter() {
    record Share(int writer, int slices) {}
    List<Share> shares =
        read(
            connection ->
                Sql.query(
                    connection,
                    OWNERS,
                    Sql.Bind.NOTHING,
                    result -> new Share(result.getInt(1), result.getInt(2))));
    return shares.stream().collect(Collectors.toMap(Share::writer, Share::slices));
  }

  @Override
  public Totals totals() {
    return read(
        connection -> {
          long commits =
              Sql.query(
                      connection,
                      "SELECT count(*) FROM journal",
                      Sql.Bind.NOTHING,
                      result -> result.getLong(1))
                  .getFirst();
          long entities =
              Sql.query(
                      connection,
                      ENTITIES + " SELECT count(entity) FROM t",
                      statement -> {
                        statement.setString(1, FIRST);
                        statement.setString(2, FIRST);
                        statement.setString(3, PAST_ALL);
                        statement.setString(4, PAST_ALL);
                      },
                      result -> result.getLong(1))
                  .getFirst();
          return new Totals(entities, commits);
        });
  }

  /** The first text in byte order after all that begin so; the prefix has a slash to raise. */
  private static String after(String prefix) {
    int end = prefix.length();
    while (prefix.codePointBefore(end) == Character.MAX_CODE_POINT) {
      end -= 2;
    }
    int last = prefix.codePointBefore(end);
    int raised = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
    return prefix.substring(0, end - Character.charCount(last)) + Character.toString(raised);
  }
}
