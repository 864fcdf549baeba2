import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A real PostgreSQL server for a bench or a local cluster, ended when the standard input ends.
 *
 * <p>A program of one file: {@code java -cp 'target/bench-lib/*' bench/Postgres.java DIRECTORY
 * [NAME=VALUE...]}. It prints the JDBC URL, after it has made sure that every commit waits for the
 * disk. Each line {@code start} on its input starts a server that was killed once more, on the same
 * port; it prints the URL again, or {@code failed:} and why. The names are settings of the server,
 * and {@code trust}, a network whose callers need no password.
 */
final class Postgres {
  private final Path directory;
  private final Map<String, String> settings;
  private Optional<EmbeddedPostgres> running = Optional.empty();
  private int port;

  private Postgres(Path directory, Map<String, String> settings) {
    this.directory = directory;
    this.settings = settings;
  }

  public static void main(String[] arguments) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    new Postgres(Path.of(arguments[0]), settings).serve();
  }

  private void serve() throws IOException {
    tryToStart();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (input.readLine() != null) {
      stop();
      tryToStart();
    }
    stop();
  }

  private void stop() {
    running.ifPresent(
        server -> {
          try {
            server.close();
          } catch (IOException e) {
            System.err.println("while stopping: " + e.getMessage());
          }
        });
    running = Optional.empty();
  }

  private void tryToStart() {
    try {
      EmbeddedPostgres server = start();
      System.out.println(server.getJdbcUrl("postgres", "postgres"));
    } catch (IOException | SQLException | RuntimeException e) {
      System.out.println("failed: " + String.valueOf(e.getMessage()).replace('\n', ' '));
      e.printStackTrace();
    }
  }

  private EmbeddedPostgres start() throws IOException, SQLException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            .setServerConfig("max_connections", "100");
    settings.forEach(
        (name, value) -> {
          if (!name.equals("port") && !name.equals("trust")) {
            builder.setServerConfig(name, value);
          }
        });
    int wanted = port == 0 ? Integer.parseInt(settings.getOrDefault("port", "0")) : port;
    if (wanted != 0) {
      builder.setPort(wanted);
    }
    EmbeddedPostgres server = builder.start();
    running = Optional.of(server);
    port = server.getPort();
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      require(connection, "fsync", "on");
      require(connection, "synchronous_commit", "on");
      require(connection, "full_page_writes", "on");
      if (settings.containsKey("trust")) {
        trust(connection, settings.get("trust"));
      }
    }
    return server;
  }

  private void trust(Connection connection, String network) throws IOException, SQLException {
    String line = "host all all " + network + " trust\n";
    Path file = directory.resolve("pg_hba.conf");
    if (!Files.readString(file).contains(line)) {
      Files.writeString(file, line, StandardOpenOption.APPEND);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_reload_conf()");
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
