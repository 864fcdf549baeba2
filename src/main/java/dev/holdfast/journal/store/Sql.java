package dev.holdfast.journal.store;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.protocol.CommitCodec;
import dev.holdfast.protocol.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Running one statement, and the columns every read of commits and snapshots has in common. */
public final class Sql {
  public static final String COMMIT =
      "j.entity, j.sequence, j.slice, j.slice_offset, j.epoch, j.payload";

  /** Where the payload stands among them. */
  public static final int PAYLOAD = 6;

  public static final String SNAPSHOT = "s.sequence, s.epoch, s.version, s.content";

  private Sql() {}

  /** Gives a statement its parameters. */
  @FunctionalInterface
  public interface Bind {
    Bind NOTHING = statement -> {};

    void to(PreparedStatement statement) throws SQLException;
  }

  /** Makes a value of the row the result stands on. */
  @FunctionalInterface
  public interface Row<T> {
    T of(ResultSet result) throws SQLException;
  }

  public static <T> List<T> query(Connection connection, String sql, Bind bind, Row<T> row)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind.to(statement);
      try (ResultSet result = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (result.next()) {
          found.add(row.of(result));
        }
        return found;
      }
    }
  }

  public static int update(Connection connection, String sql, Bind bind) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind.to(statement);
      return statement.executeUpdate();
    }
  }

  /** Gives a statement the parameters of one thing. */
  @FunctionalInterface
  public interface BindEach<T> {
    void to(PreparedStatement statement, T thing) throws SQLException;
  }

  /** Runs one statement for each thing, in order. */
  public static <T> void updateEach(
      Connection connection, String sql, Collection<T> things, BindEach<T> bind)
      throws SQLException {
    if (things.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T thing : things) {
        bind.to(statement, thing);
        statement.executeUpdate();
      }
    }
  }

  /** Reads the columns of {@link #COMMIT}, which begin at the given one. */
  public static CommitRow commit(ResultSet result, int at) throws SQLException {
    return new CommitRow(
        result.getString(at),
        result.getLong(at + 1),
        result.getInt(at + 2),
        result.getLong(at + 3),
        result.getLong(at + 4),
        CommitCodec.read(result.getBytes(at + 5)));
  }

  /** Reads the columns of {@link #SNAPSHOT}, which begin at the given one. */
  public static StoredSnapshot snapshot(ResultSet result, int at) throws SQLException {
    return new StoredSnapshot(
        result.getLong(at),
        new EntitySnapshot(
            result.getLong(at + 1), result.getString(at + 2), Json.wrap(result.getBytes(at + 3))));
  }
}
