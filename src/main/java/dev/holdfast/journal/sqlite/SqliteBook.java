package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.ParkedRow;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.journal.store.NetChanges;
import dev.holdfast.journal.store.Sql;
import dev.holdfast.protocol.CommitCodec;
import java.sql.Connection;
import java.sql.SQLException;

/** The statements of the delivery book on SQLite: one a row, prepared once for all of a kind. */
final class SqliteBook {
  private static final String REACHED =
      "INSERT INTO delivery_position (slice, lane, slice_offset) VALUES (?, ?, ?)"
          + " ON CONFLICT (slice, lane) DO UPDATE SET slice_offset = excluded.slice_offset";
  private static final String PUT_ASIDE =
      "INSERT OR REPLACE INTO delivery_aside (slice, lane, receiver, slice_offset, idx, since,"
          + " tries, error_code, error_detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String TAKEN_UP =
      "DELETE FROM delivery_aside WHERE slice = ? AND lane = ? AND receiver = ?";
  private static final String TIMER_SET =
      "INSERT INTO timer (entity, name, slice, due, sequence) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (entity, name) DO UPDATE SET due = excluded.due,"
          + " sequence = excluded.sequence WHERE sequence < excluded.sequence";
  private static final String TIMER_GONE =
      "DELETE FROM timer WHERE entity = ? AND name = ? AND sequence <= ?";
  private static final String PARKED =
      "INSERT OR REPLACE INTO parked (entity, number, slice, lane, since, handler, error_code,"
          + " error_detail, tries, blocking) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String RELEASED = "DELETE FROM parked WHERE entity = ? AND number = ?";

  private SqliteBook() {}

  static void write(Connection connection, NetChanges changes) throws SQLException {
    positions(connection, changes);
    asides(connection, changes);
    timers(connection, changes);
    parked(connection, changes);
  }

  private static void positions(Connection connection, NetChanges changes) throws SQLException {
    Sql.updateEach(
        connection,
        REACHED,
        changes.reached(),
        (statement, one) -> {
          statement.setInt(1, one.slice());
          statement.setString(2, one.change().lane());
          statement.setLong(3, one.change().offset());
        });
  }

  private static void asides(Connection connection, NetChanges changes) throws SQLException {
    Sql.updateEach(
        connection,
        TAKEN_UP,
        changes.takenUp(),
        (statement, one) -> {
          statement.setInt(1, one.slice());
          statement.setString(2, one.change().lane());
          statement.setString(3, one.change().receiver());
        });
    Sql.updateEach(
        connection,
        PUT_ASIDE,
        changes.putAside(),
        (statement, one) -> {
          AsideRow aside = one.change().aside();
          statement.setInt(1, one.slice());
          statement.setString(2, aside.lane());
          statement.setString(3, aside.receiver());
          statement.setLong(4, aside.from().offset());
          statement.setInt(5, aside.from().index());
          statement.setLong(6, CommitCodec.nanos(aside.since()));
          statement.setInt(7, aside.failure().tries());
          statement.setString(8, aside.failure().code());
          statement.setString(9, aside.failure().detail());
        });
  }

  private static void timers(Connection connection, NetChanges changes) throws SQLException {
    Sql.updateEach(
        connection,
        TIMER_GONE,
        changes.timersGone(),
        (statement, one) -> {
          statement.setString(1, one.change().entity());
          statement.setString(2, one.change().name());
          statement.setLong(3, one.change().sequence());
        });
    Sql.updateEach(
        connection,
        TIMER_SET,
        changes.timersSet(),
        (statement, one) -> {
          TimerRow timer = one.change().timer();
          statement.setString(1, timer.entity());
          statement.setString(2, timer.name());
          statement.setInt(3, one.slice());
          statement.setLong(4, CommitCodec.nanos(timer.due()));
          statement.setLong(5, timer.sequence());
        });
  }

  private static void parked(Connection connection, NetChanges changes) throws SQLException {
    Sql.updateEach(
        connection,
        RELEASED,
        changes.released(),
        (statement, one) -> {
          statement.setString(1, one.change().key().entity());
          statement.setLong(2, one.change().key().number());
        });
    Sql.updateEach(
        connection,
        PARKED,
        changes.parked(),
        (statement, one) -> {
          ParkedRow row = one.change().row();
          statement.setString(1, row.entity());
          statement.setLong(2, row.number());
          statement.setInt(3, one.slice());
          statement.setString(4, row.lane());
          statement.setLong(5, CommitCodec.nanos(row.since()));
          statement.setString(6, row.handler());
          statement.setString(7, row.failure().code());
          statement.setString(8, row.failure().detail());
          statement.setInt(9, row.failure().tries());
          statement.setInt(10, row.blocking() ? 1 : 0);
        });
  }
}
