package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.AppendLane;
import dev.holdfast.journal.store.OutgoingWords;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.Sql;
import dev.holdfast.journal.store.Standing;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends and claims on PostgreSQL. An append is one statement, its own transaction: it locks the
 * writer's fence row, checks the generation and inserts, or inserts nothing.
 *
 * <p>A claim locks first slices, then fence rows, each in order, so that two claims cannot wait for
 * each other; locking the fence of the recorded owner waits for the batch it has in flight.
 */
final class PostgresAppendLane implements AppendLane {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresAppendLane.class);

  private static final String INSERT =
      " INSERT INTO journal"
          + " (entity, sequence, slice, slice_offset, epoch, time, payload, outgoing)"
          + " SELECT r.entity, r.sequence, r.slice, r.slice_offset, r.epoch, r.time, r.payload,"
          + " nullif(r.outgoing, '')"
          + " FROM f, unnest(?::text[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[],"
          + " ?::bigint[], ?::bytea[], ?::text[])"
          + " AS r(entity, sequence, slice, slice_offset, epoch, time, payload, outgoing)";
  static final String LOCK_SLICES =
      "SELECT DISTINCT o.owner FROM (SELECT owner FROM slice_owner WHERE slice = ANY(?)"
          + " ORDER BY slice FOR UPDATE) o WHERE o.owner IS NOT NULL";
  static final String LOCK_FENCES =
      "SELECT writer_id FROM writer_fence WHERE writer_id = ANY(?) ORDER BY writer_id FOR UPDATE";
  static final String RAISE_FENCES =
      "UPDATE writer_fence SET generation = generation + 1 WHERE writer_id = ANY(?)";
  static final String TAKE =
      "UPDATE slice_owner o SET owner = ?, epoch = greatest(o.epoch, above.epoch) + 1"
          + " FROM unnest(?::int[], ?::bigint[]) AS above(slice, epoch)"
          + " WHERE o.slice = above.slice RETURNING o.slice, o.epoch";
  private static final String OWNERSHIP =
      "SELECT f.generation, o.slice, o.epoch FROM writer_fence f"
          + " LEFT JOIN slice_owner o ON o.owner = f.writer_id WHERE f.writer_id = ?";
  private static final String STANDINGS =
      "SELECT o.slice, o.epoch, greatest(o.floor, (SELECT max(j.slice_offset) FROM journal j"
          + " WHERE j.slice = o.slice)) FROM slice_owner o WHERE o.slice = ANY(?)";

  private final Connection connection;
  private final PGConnection arrays;
  private final PreparedStatement insert;

  PostgresAppendLane(Connection connection, FenceMode fence) throws SQLException {
    this.connection = connection;
    this.arrays = connection.unwrap(PGConnection.class);
    this.insert = connection.prepareStatement(fence.cte() + INSERT);
  }

  /**
   * Generations begin at random and far apart, so that a writer whose number is given again after a
   * restore is not taken for its successor.
   */
  @Override
  public int register() throws SQLException {
    return Sql.query(
            connection,
            "INSERT INTO writer_fence (generation)"
                + " VALUES ((random() * 1000000000)::bigint * 10000000 + 1) RETURNING writer_id",
            Sql.Bind.NOTHING,
            result -> result.getInt(1))
        .getFirst();
  }

  @Override
  public void renew(int writer) throws SQLException {
    Sql.update(
        connection,
        "UPDATE writer_fence SET generation = generation + 1 WHERE writer_id = ?",
        statement -> statement.setInt(1, writer));
  }

  @Override
  public Ownership ownership(int writer) throws SQLException {
    return ownership(connection, writer);
  }

  static Ownership ownership(Connection connection, int writer) throws SQLException {
    var epochs = new HashMap<Integer, Long>();
    List<Long> generation =
        Sql.query(
            connection,
            OWNERSHIP,
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
    var standings = new HashMap<Integer, Standing>();
    Sql.query(
        connection,
        STANDINGS,
        statement -> statement.setArray(1, ints(slices)),
        result ->
            standings.put(result.getInt(1), new Standing(result.getLong(2), result.getLong(3))));
    return standings;
  }

  @Override
  public Map<Integer, Long> claim(int writer, Map<Integer, Long> above) throws SQLException {
    List<Integer> slices = List.copyOf(above.keySet());
    var epochs = new HashMap<Integer, Long>();
    connection.setAutoCommit(false);
    try {
      List<Integer> owners =
          Sql.query(
              connection,
              LOCK_SLICES,
              statement -> statement.setArray(1, ints(slices)),
              result -> result.getInt(1));
      Sql.query(
          connection,
          LOCK_FENCES,
          statement -> statement.setArray(1, ints(owners)),
          result -> result.getInt(1));
      Sql.update(connection, RAISE_FENCES, statement -> statement.setArray(1, ints(owners)));
      Sql.query(
          connection,
          TAKE,
          statement -> {
            statement.setInt(1, writer);
            statement.setArray(2, ints(slices));
            statement.setArray(
                3, connection.createArrayOf("int8", slices.stream().map(above::get).toArray()));
          },
          result -> epochs.put(result.getInt(1), result.getLong(2)));
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw ServerErrors.refused(e);
    } finally {
      connection.setAutoCommit(true);
    }
    return epochs;
  }

  @Override
  public Appended append(int writer, long generation, List<Append> batch) throws SQLException {
    Columns columns = new Columns(batch);
    insert.setInt(1, writer);
    insert.setLong(2, generation);
    insert.setArray(3, arrays.createArrayOf("text", columns.entities));
    insert.setArray(4, arrays.createArrayOf("int8", columns.sequences));
    insert.setArray(5, arrays.createArrayOf("int4", columns.slices));
    insert.setArray(6, arrays.createArrayOf("int8", columns.offsets));
    insert.setArray(7, arrays.createArrayOf("int8", columns.epochs));
    insert.setArray(8, arrays.createArrayOf("int8", columns.times));
    insert.setArray(9, arrays.createArrayOf("bytea", columns.payloads));
    insert.setArray(10, arrays.createArrayOf("text", columns.outgoing));
    int written;
    try {
      written = insert.executeUpdate();
    } catch (SQLException e) {
      if (ServerErrors.isOfOneRow(e)) {
        LOG.debug("A row cannot be written: {}", e.getMessage());
        return Appended.CONFLICT;
      }
      throw ServerErrors.refused(e);
    }
    if (written == 0) {
      return Appended.FENCED;
    }
    if (written != columns.entities.length) {
      throw new SQLException(written + " of " + columns.entities.length + " rows were written");
    }
    return Appended.LANDED;
  }

  private Array ints(Collection<Integer> values) throws SQLException {
    return connection.createArrayOf("int4", values.toArray());
  }

  @Override
  public void unregister(int writer) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM writer_fence WHERE writer_id = ?",
        statement -> statement.setInt(1, writer));
  }

  @Override
  public void close() {
    Connections.close(connection);
  }

  /** A batch turned on its side: one array a column. */
  private static final class Columns {
    final String[] entities;
    final long[] sequences;
    final int[] slices;
    final long[] offsets;
    final long[] epochs;
    final long[] times;
    final byte[][] payloads;

    /** None at all where no commit causes anything: unnest fills up with nulls. */
    final String[] outgoing;

    Columns(List<Append> batch) {
      int rows = 0;
      boolean causes = false;
      for (Append append : batch) {
        rows += append.rows();
        causes |= append.causes();
      }
      entities = new String[rows];
      sequences = new long[rows];
      slices = new int[rows];
      offsets = new long[rows];
      epochs = new long[rows];
      times = new long[rows];
      payloads = new byte[rows][];
      outgoing = new String[causes ? rows : 0];
      int at = 0;
      for (Append append : batch) {
        for (int i = 0; i < append.rows(); i++) {
          entities[at] = append.entity();
          sequences[at] = append.sequence() + i;
          slices[at] = append.slice();
          offsets[at] = append.offset() + i;
          epochs[at] = append.epoch();
          times[at] = append.times()[i];
          payloads[at] = append.payloads()[i];
          if (causes) {
            outgoing[at] = append.causes() ? append.outgoing()[i] : OutgoingWords.NONE;
          }
          at++;
        }
      }
    }
  }
}
