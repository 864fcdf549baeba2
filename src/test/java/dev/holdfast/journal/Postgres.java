package dev.holdfast.journal;

import dev.holdfast.journal.JournalSettings.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for the tests of this JVM; every test has a database of its own in it. */
public final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private Postgres() {}

  /** Started by the first who asks. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Settings of a new, empty database. */
  public static JournalSettings fresh() throws SQLException {
    String name = "journal" + DATABASES.incrementAndGet();
    try (Connection connection = connect(settings("postgres"))) {
      execute(connection, "CREATE DATABASE " + name);
    }
    return settings(name);
  }

  private static JournalSettings settings(String database) {
    return at(Server.RUNNING.getPort(), database);
  }

  static int port() {
    return Server.RUNNING.getPort();
  }

  static String database(JournalSettings settings) {
    return settings.url().substring(settings.url().lastIndexOf('/') + 1);
  }

  static JournalSettings at(int port, String database) {
    return Journals.defaults()
        .at("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", new Secret("x"));
  }

  public static Connection connect(JournalSettings settings) throws SQLException {
    return DriverManager.getConnection(
        settings.url(), settings.user(), settings.password().value());
  }

  public static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
