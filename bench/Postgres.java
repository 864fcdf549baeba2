import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A real PostgreSQL server for a bench, ended when the standard input ends.
 *
 * <p>A program of one file: {@code java -cp 'target/bench-lib/*' bench/Postgres.java DIRECTORY}. It
 * prints the JDBC URL, after it has made sure that every commit waits for the disk.
 */
final class Postgres {
  private Postgres() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(Path.of(arguments[0]))
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("max_connections", "100");
    try (EmbeddedPostgres postgres = builder.start()) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
        require(connection, "fsync", "on");
        require(connection, "synchronous_commit", "on");
        require(connection, "full_page_writes", "on");
      }
      System.out.println(postgres.getJdbcUrl("postgres", "postgres"));
      while (System.in.read() >= 0) {
        // Nothing is said on the input; its end is the sign to stop.
      }
    }
  }

  private static void require(Connection connection, String setting, String value)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW " + setting)) {
      if (!rows.next() || !rows.getString(1).equals(value)) {
        throw new IllegalStateException(setting + " is not " + value);
      }
    }
  }
}
