package dev.holdfast.cluster;

import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Postgres;
import dev.holdfast.services.routing.wire.NodeSerializer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Rows of members that are alive, as far as the database can tell. */
final class Beating implements AutoCloseable {
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> beats;
  private final Connection connection;

  Beating(JournalSettings database, List<String> addresses) throws SQLException {
    connection = Postgres.connect(database);
    for (String address : addresses) {
      Postgres.execute(
          connection,
          "INSERT INTO cluster_member SELECT '"
              + address
              + "', 1, formation, 0, clock_timestamp(), '', '1', "
              + NodeSerializer.WIRE_FORMAT
              + ", '{}' FROM cluster_formation");
    }
    beats = clock.scheduleAtFixedRate(this::beat, 200, 200, TimeUnit.MILLISECONDS);
  }

  boolean isBeating() {
    return !beats.isDone();
  }

  private void beat() {
    try {
      Postgres.execute(connection, "UPDATE cluster_member SET heartbeat = clock_timestamp()");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws SQLException {
    beats.cancel(false);
    clock.close();
    connection.close();
  }
}
