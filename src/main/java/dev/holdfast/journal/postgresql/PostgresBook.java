package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Bookkeeping.Change;
import dev.holdfast.journal.messages.ParkedRow;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.journal.store.NetChanges;
import dev.holdfast.journal.store.NetChanges.InSlice;
import dev.holdfast.journal.store.Sql;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** The statements of the delivery book on PostgreSQL: one for all changes of a kind. */
final class PostgresBook {
  private static final String REACHED =
      "INSERT INTO delivery_position (slice, lane, slice_offset)"
          + " SELECT * FROM unnest(?::int[], ?::text[], ?::bigint[])"
          + " ON CONFLICT (slice, lane) DO UPDATE SET slice_offset = excluded.slice_offset";
  private static final String PUT_ASIDE =
      "INSERT INTO delivery_aside (slice, lane, receiver, slice_offset, idx, since, tries,"
          + " error_code, error_detail) SELECT * FROM unnest(?::int[], ?::text[], ?::text[],"
          + " ?::bigint[], ?::int[], ?::bigint[], ?::int[], ?::text[], ?::text[])"
          + " ON CONFLICT (slice, lane, receiver) DO UPDATE SET"
          + " slice_offset = excluded.slice_offset, idx = excluded.idx, since = excluded.since,"
          + " tries = excluded.tries, error_code = excluded.error_code,"
          + " error_detail = excluded.error_detail";
  private static final String TAKEN_UP =
      "DELETE FROM delivery_aside a USING unnest(?::int[], ?::text[], ?::text[])"
          + " AS g(slice, lane, receiver)"
          + " WHERE a.slice = g.slice AND a.lane = g.lane AND a.receiver = g.receiver";
  private static final String TIMER_SET =
      "INSERT INTO timer AS t (entity, name, slice, due, sequence)"
          + " SELECT * FROM unnest(?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[])"
          + " ON CONFLICT (entity, name) DO UPDATE SET due = excluded.due,"
          + " sequence = excluded.sequence WHERE t.sequence < excluded.sequence";
  private static final String TIMER_GONE =
      "DELETE FROM timer t USING unnest(?::text[], ?::text[], ?::bigint[])"
          + " AS g(entity, name, sequence)"
          + " WHERE t.entity = g.entity AND t.name = g.name AND t.sequence <= g.sequence";
  private static final String PARKED =
      "INSERT INTO parked (entity, number, slice, lane, since, handler, error_code,"
          + " error_detail, tries, blocking) SELECT * FROM unnest(?::text[], ?::bigint[],"
          + " ?::int[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::int[],"
          + " ?::boolean[])"
          + " ON CONFLICT (entity, number) DO UPDATE SET lane = excluded.lane,"
          + " since = excluded.since, handler = excluded.handler,"
          + " error_code = excluded.error_code, error_detail = excluded.error_detail,"
          + " tries = excluded.tries, blocking = excluded.blocking";
  private static final String RELEASED =
      "DELETE FROM parked p USING unnest(?::text[], ?::bigint[]) AS g(entity, number)"
          + " WHERE p.entity = g.entity AND p.number = g.number";

  private final Connection connection;

  PostgresBook(Connection connection) {
    this.connection = connection;
  }

  void write(NetChanges changes) throws SQLException {
    update(
        REACHED,
        changes.reached(),
        List.of(
            ints(InSlice::slice),
            texts(one -> one.change().lane()),
            longs(one -> one.change().offset())));
    asides(changes);
    timers(changes);
    parked(changes);
  }

  private void asides(NetChanges changes) throws SQLException {
    update(
        TAKEN_UP,
        changes.takenUp(),
        List.of(
            ints(InSlice::slice),
            texts(one -> one.change().lane()),
            texts(one -> one.change().receiver())));
    update(
        PUT_ASIDE,
        changes.putAside(),
        List.<Column<InSlice<Change.PutAside>>>of(
            ints(InSlice::slice),
            texts(one -> aside(one).lane()),
            texts(one -> aside(one).receiver()),
            longs(one -> aside(one).from().offset()),
            ints(one -> aside(one).from().index()),
            longs(one -> CommitCodec.nanos(aside(one).since())),
            ints(one -> aside(one).failure().tries()),
            texts(one -> aside(one).failure().code()),
            texts(one -> aside(one).failure().detail())));
  }

  private void timers(NetChanges changes) throws SQLException {
    update(
        TIMER_GONE,
        changes.timersGone(),
        List.of(
            texts(one -> one.change().entity()),
            texts(one -> one.change().name()),
            longs(one -> one.change().sequence())));
    update(
        TIMER_SET,
        changes.timersSet(),
        List.<Column<InSlice<Change.TimerSet>>>of(
            texts(one -> timer(one).entity()),
            texts(one -> timer(one).name()),
            ints(InSlice::slice),
            longs(one -> CommitCodec.nanos(timer(one).due())),
            longs(one -> timer(one).sequence())));
  }

  private void parked(NetChanges changes) throws SQLException {
    update(
        RELEASED,
        changes.released(),
        List.of(
            texts(one -> one.change().key().entity()), longs(one -> one.change().key().number())));
    update(
        PARKED,
        changes.parked(),
        List.<Column<InSlice<Change.Parked>>>of(
            texts(one -> parked(one).entity()),
            longs(one -> parked(one).number()),
            ints(InSlice::slice),
            texts(one -> parked(one).lane()),
            longs(one -> CommitCodec.nanos(parked(one).since())),
            texts(one -> parked(one).handler()),
            texts(one -> parked(one).failure().code()),
            texts(one -> parked(one).failure().detail()),
            ints(one -> parked(one).failure().tries()),
            new Column<>("bool", one -> parked(one).blocking())));
  }

  private static AsideRow aside(InSlice<Change.PutAside> one) {
    return one.change().aside();
  }

  private static TimerRow timer(InSlice<Change.TimerSet> one) {
    return one.change().timer();
  }

  private static ParkedRow parked(InSlice<Change.Parked> one) {
    return one.change().row();
  }

  /** One parameter: an array with a value of each change. */
  private record Column<T>(String type, Function<T, Object> value) {}

  private static <T> Column<T> ints(Function<T, Integer> value) {
    return new Column<>("int4", value::apply);
  }

  private static <T> Column<T> longs(Function<T, Long> value) {
    return new Column<>("int8", value::apply);
  }

  /** What the server cannot store in a text must not keep the rest from being kept. */
  private static <T> Column<T> texts(Function<T, String> value) {
    return new Column<>("text", one -> value.apply(one).replace('\0', '\uFFFD'));
  }

  private <T> void update(String sql, List<T> changes, List<Column<T>> columns)
      throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        sql,
        statement -> {
          for (int i = 0; i < columns.size(); i++) {
            bind(statement, i + 1, columns.get(i), changes);
          }
        });
  }

  private <T> void bind(PreparedStatement statement, int at, Column<T> column, List<T> changes)
      throws SQLException {
    Object[] values = changes.stream().map(column.value()).toArray();
    statement.setArray(at, connection.createArrayOf(column.type(), values));
  }
}
