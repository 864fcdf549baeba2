package dev.holdfast.journal.store;

import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Bookkeeping;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.Failure;
import dev.holdfast.journal.messages.Opening;
import dev.holdfast.journal.messages.ParkedKey;
import dev.holdfast.journal.messages.ParkedRow;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.protocol.CommitCodec;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.MessageId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The delivery book as both databases read it. What is fenced goes another way, the {@link Keeper};
 * lanes are started and dropped seldom, so each time opens a connection.
 */
public final class JdbcDeliveries implements Deliveries {
  static final String ASIDES =
      "SELECT slice, lane, receiver, slice_offset, idx, since, tries, error_code, error_detail"
          + " FROM delivery_aside";
  private static final String TIMERS = "SELECT entity, name, due, sequence FROM timer";
  private static final String PARKED =
      "SELECT entity, number, lane, since, handler, tries, error_code, error_detail, blocking"
          + " FROM parked";

  private static final String PAST_ALL = Character.toString(Character.MAX_CODE_POINT);

  private final ReadPool pool;
  private final DataSource database;
  private final int slices;
  private final Keeper keeper;

  /** The way of fenced changes. */
  @FunctionalInterface
  public interface Keeper {
    CompletionStage<Void> keep(int slice, long epoch, Bookkeeping changes);
  }

  public JdbcDeliveries(ReadPool pool, DataSource database, int slices, Keeper keeper) {
    this.pool = pool;
    this.database = database;
    this.slices = slices;
    this.keeper = keeper;
  }

  @Override
  public CompletionStage<Void> keep(int slice, long epoch, Bookkeeping changes) {
    return keeper.keep(slice, epoch, changes);
  }

  private <T> List<T> list(String sql, Sql.Bind bind, Sql.Row<T> row) {
    return pool.answer(connection -> Sql.query(connection, sql, bind, row));
  }

  @Override
  public Map<Integer, Opening> open(Collection<Integer> slices) {
    return slices.isEmpty()
        ? Map.of()
        : pool.answer(connection -> new Openings(connection, slices).read());
  }

  @Override
  public List<AsideRow> asidesOf(EntityId receiver, int limit) {
    return list(
        ASIDES + " WHERE receiver IN (?, ?) ORDER BY slice, lane, receiver LIMIT ?",
        statement -> {
          statement.setString(1, receiver.service());
          statement.setString(2, receiver.key());
          statement.setInt(3, limit);
        },
        JdbcDeliveries::aside);
  }

  @Override
  public List<AsideRow> asidesOfLane(String lane, int limit) {
    return list(
        ASIDES + " WHERE lane = ? ORDER BY since, slice, receiver LIMIT ?",
        statement -> {
          statement.setString(1, lane);
          statement.setInt(2, limit);
        },
        JdbcDeliveries::aside);
  }

  @Override
  public List<AsideRow> asidesOfAll(int limit) {
    return list(
        ASIDES + " ORDER BY since, slice, lane, receiver LIMIT ?",
        statement -> statement.setInt(1, limit),
        JdbcDeliveries::aside);
  }

  @Override
  public List<String> lanes() {
    return list(
        "SELECT DISTINCT lane FROM delivery_position ORDER BY lane",
        Sql.Bind.NOTHING,
        result -> result.getString(1));
  }

  @Override
  public Map<Integer, Long> positionsOf(String lane) {
    var positions = new HashMap<Integer, Long>();
    list(
        "SELECT slice, slice_offset FROM delivery_position WHERE lane = ?",
        statement -> statement.setString(1, lane),
        result -> positions.put(result.getInt(1), result.getLong(2)));
    return positions;
  }

  static AsideRow aside(ResultSet result) throws SQLException {
    return new AsideRow(
        result.getString(2),
        result.getString(3),
        new MessageId(result.getInt(1), result.getLong(4), result.getInt(5)),
        CommitCodec.instant(result.getLong(6)),
        new Failure(result.getInt(7), result.getString(8), result.getString(9)));
  }

  @Override
  public List<TimerRow> timersDue(int slice, TimerRow after, Instant before, int limit) {
    return list(
        TIMERS
            + " WHERE slice = ? AND (due, entity, name) > (?, ?, ?) AND due < ?"
            + " ORDER BY due, entity, name LIMIT ?",
        statement -> {
          statement.setInt(1, slice);
          statement.setLong(2, CommitCodec.nanos(after.due()));
          statement.setString(3, after.entity());
          statement.setString(4, after.name());
          statement.setLong(5, CommitCodec.nanos(before));
          statement.setInt(6, limit);
        },
        JdbcDeliveries::timer);
  }

  @Override
  public Optional<Instant> nextTimer(int slice, Instant from) {
    return list(
            "SELECT due FROM timer WHERE slice = ? AND due >= ? ORDER BY due LIMIT 1",
            statement -> {
              statement.setInt(1, slice);
              statement.setLong(2, CommitCodec.nanos(from));
            },
            result -> CommitCodec.instant(result.getLong(1)))
        .stream()
        .findFirst();
  }

  @Override
  public List<TimerRow> timersOf(String entity, int limit) {
    return list(
        TIMERS + " WHERE entity = ? ORDER BY name LIMIT ?",
        statement -> {
          statement.setString(1, entity);
          statement.setInt(2, limit);
        },
        JdbcDeliveries::timer);
  }

  @Override
  public List<TimerRow> timers(int limit) {
    return list(
        TIMERS + " ORDER BY due, entity, name LIMIT ?",
        statement -> statement.setInt(1, limit),
        JdbcDeliveries::timer);
  }

  private static TimerRow timer(ResultSet result) throws SQLException {
    return new TimerRow(
        result.getString(1),
        result.getString(2),
        CommitCodec.instant(result.getLong(3)),
        result.getLong(4));
  }

  @Override
  public List<ParkedRow> parked(ParkedKey after, int limit) {
    return parked(after, PAST_ALL, limit);
  }

  /** Keys of a service's instances stand between its name with a slash and what follows a slash. */
  @Override
  public List<ParkedRow> parkedOfService(String service, ParkedKey after, int limit) {
    String first = service + "/";
    ParkedKey from = after.entity().compareTo(first) < 0 ? new ParkedKey(first, 0) : after;
    return parked(from, service + "0", limit);
  }

  @Override
  public List<ParkedRow> parkedOf(String entity, long afterNumber, int limit) {
    return list(
        PARKED + " WHERE entity = ? AND number > ? ORDER BY number LIMIT ?",
        statement -> {
          statement.setString(1, entity);
          statement.setLong(2, afterNumber);
          statement.setInt(3, limit);
        },
        JdbcDeliveries::parked);
  }

  private List<ParkedRow> parked(ParkedKey after, String before, int limit) {
    return list(
        PARKED
            + " WHERE (entity, number) > (?, ?) AND entity < ?"
            + " ORDER BY entity, number LIMIT ?",
        statement -> {
          statement.setString(1, after.entity());
          statement.setLong(2, after.number());
          statement.setString(3, before);
          statement.setInt(4, limit);
        },
        JdbcDeliveries::parked);
  }

  private static ParkedRow parked(ResultSet result) throws SQLException {
    return new ParkedRow(
        result.getString(1),
        result.getLong(2),
        result.getString(3),
        CommitCodec.instant(result.getLong(4)),
        result.getString(5),
        new Failure(result.getInt(6), result.getString(7), result.getString(8)),
        result.getBoolean(9));
  }

  @Override
  public long countTimers() {
    return count("timer");
  }

  @Override
  public long countParked() {
    return count("parked");
  }

  private long count(String table) {
    return list("SELECT count(*) FROM " + table, Sql.Bind.NOTHING, result -> result.getLong(1))
        .getFirst();
  }

  /** Of two that start it at once the second waits at the first row, and then adds none. */
  @Override
  public boolean startLane(String lane, Map<Integer, Long> positions) {
    return change(
        connection -> {
          boolean started =
              !Sql.query(
                      connection,
                      "SELECT 1 FROM delivery_position WHERE lane = ? LIMIT 1",
                      statement -> statement.setString(1, lane),
                      result -> true)
                  .isEmpty();
          return !started && insert(connection, lane, positions) > 0;
        });
  }

  private int insert(Connection connection, String lane, Map<Integer, Long> positions)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO delivery_position (slice, lane, slice_offset) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      for (int slice = 0; slice < slices; slice++) {
        statement.setInt(1, slice);
        statement.setString(2, lane);
        statement.setLong(3, positions.getOrDefault(slice, 0L));
        statement.addBatch();
      }
      return IntStream.of(statement.executeBatch()).sum();
    }
  }

  @Override
  public void dropLane(String lane) {
    change(
        connection -> {
          int dropped = 0;
          for (String table : List.of("delivery_position", "delivery_aside")) {
            dropped +=
                Sql.update(
                    connection,
                    "DELETE FROM " + table + " WHERE lane = ?",
                    statement -> statement.setString(1, lane));
          }
          return dropped;
        });
  }

  /** One transaction. */
  private <T> T change(ReadPool.Work<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      T result = work.on(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException("The delivery book cannot be changed: " + e.getMessage(), e);
    }
  }
}
