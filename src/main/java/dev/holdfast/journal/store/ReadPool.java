package dev.holdfast.journal.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.journal.JournalSettings;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The connections for reading; a read that meets a broken one is made again on a new one. */
public final class ReadPool implements AutoCloseable {
  private final HikariDataSource connections;

  public ReadPool(DataSource database, JournalSettings settings) {
    var pool = new HikariConfig();
    pool.setPoolName("holdfast-journal-readers");
    pool.setDataSource(database);
    pool.setMaximumPoolSize(settings.readerConnections());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
    pool.setAutoCommit(true);
    this.connections = new HikariDataSource(pool);
  }

  /** What to do with a connection; it only reads, so it may be done twice. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * The same beside the hot path, where each question has a connection of its own.
   *
   * @param failure how what went wrong is told, up to why
   */
  static <T> T once(DataSource database, String failure, Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(failure + ": " + e.getMessage(), e);
    }
  }

  public <T> T read(Work<T> work) throws SQLException {
    try {
      return attempt(work);
    } catch (SQLException e) {
      if (!isBroken(e)) {
        throw e;
      }
      // Where one is broken the others of its age are, too.
      connections.getHikariPoolMXBean().softEvictConnections();
      return attempt(work);
    }
  }

  /** The same for who can do nothing about a failure. */
  public <T> T answer(Work<T> work) {
    try {
      return read(work);
    } catch (SQLException e) {
      throw new IllegalStateException("The journal cannot be read: " + e.getMessage(), e);
    }
  }

  private <T> T attempt(Work<T> work) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      return work.on(connection);
    }
  }

  private static boolean isBroken(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  @Override
  public void close() {
    connections.close();
  }
}
