package dev.holdfast.journal.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Letting go of a connection that may be broken. */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private Connections() {}

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // A connection that cannot be closed is of no more use either way.
      LOG.debug("Closing failed", e);
    }
  }
}
