package dev.holdfast.journal.sqlite;

import dev.holdfast.journal.store.RefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions on one connection, one at a time among all lanes. Begun and ended by statements of
 * ours: the driver's own mode would hold the file's write lock between them.
 */
final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Connection connection;
  private final ReentrantLock writing;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;

  Transactions(Connection connection, ReentrantLock writing) throws SQLException {
    this.connection = connection;
    this.writing = writing;
    this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
    this.commit = connection.prepareStatement("COMMIT");
    this.rollback = connection.prepareStatement("ROLLBACK");
  }

  /** What happens in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Commits what the work did.
   *
   * @throws RefusedException when the work failed: it was rolled back, nothing was written
   * @throws SQLException when the commit or the rollback failed: the outcome is not known
   */
  <T> T run(Work<T> work) throws SQLException {
    writing.lock();
    try {
      begin();
      T result = attempt(work);
      commit.execute();
      return result;
    } finally {
      writing.unlock();
    }
  }

  private void begin() {
    try {
      begin.execute();
    } catch (SQLException e) {
      throw new RefusedException(e);
    }
  }

  private <T> T attempt(Work<T> work) throws SQLException {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      rollback.execute();
      throw new RefusedException(e);
    } catch (RuntimeException e) {
      rollback.execute();
      throw e;
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // A connection that cannot be closed is of no more use either way.
      LOG.debug("Closing failed", e);
    }
  }
}
