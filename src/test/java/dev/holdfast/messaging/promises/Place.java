package dev.holdfast.messaging.promises;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Journals;
import dev.holdfast.journal.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database and a clock on which nodes are started one after the other. */
record Place(JournalSettings database, MovedClock clock, String settings) {
  /** Lets an actor system end without leaving, as a process does that is killed. */
  private static final String ABRUPT =
      """
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      pekko.cluster.run-coordinated-shutdown-when-down = off
      holdfast.journal.slices = 16
      holdfast.messaging.refresh = 200 ms
      """;

  static Place sqlite(Path folder) {
    return new Place(Journals.sqlite(folder), MovedClock.ticking(), "");
  }

  static Place postgres() throws SQLException {
    return new Place(Postgres.fresh(), MovedClock.ticking(), "");
  }

  /** The same with more settings. */
  Place with(String more) {
    return new Place(database, clock, settings + more + "\n");
  }

  Place at(MovedClock other) {
    return new Place(database, other, settings);
  }

  /** A node with these services, of all if none are named. */
  PostNode start(String... services) throws Exception {
    return PostNode.start(this, true, services);
  }

  /** A node that handles calls but delivers nothing: what it commits stays where it is. */
  PostNode startWithoutCouriers(String... services) throws Exception {
    return PostNode.start(this, false, services);
  }

  Config config() {
    String where =
        "holdfast.journal { url = \"%s\", user = \"%s\", password = \"%s\" }\n"
            .formatted(database.url(), database.user(), database.password().value());
    return ConfigFactory.parseString(settings)
        .withFallback(ConfigFactory.parseString(ABRUPT + where))
        .withFallback(ConfigFactory.parseResources("settings/pekko.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** Changes the database behind the back of everybody; no node may be running. */
  void change(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), database.user(), database.password().value());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
