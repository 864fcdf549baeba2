package dev.holdfast.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fault itself: a server that would forget, or would not come back, would prove nothing. */
class PostgresServerTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void aKilledServerComesBackWithWhatItHadAcknowledged() throws Exception {
    try (PostgresServer server = PostgresServer.start(directory.resolve("postgresql"))) {
      assertEquals("on", ask(server, "SHOW synchronous_commit"));
      assertEquals("on", ask(server, "SHOW fsync"));
      String started = ask(server, "SELECT pg_postmaster_start_time()");
      try (Connection connection = DriverManager.getConnection(server.url());
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("CREATE TABLE kept AS SELECT 42 AS answer");
        server.killAndRestart();
      }
      assertEquals("42", ask(server, "SELECT answer FROM kept"));
      assertTrue(!started.equals(ask(server, "SELECT pg_postmaster_start_time()")));
    }
  }

  private static String ask(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }
}
