package dev.holdfast.durability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on a directory and a port of its own, which can be killed and started again.
 *
 * <p>Invariant: a commit it has acknowledged is synced to disk.
 */
final class PostgresServer implements AutoCloseable {
  private final Path directory;
  private final int port;
  private EmbeddedPostgres running;

  private PostgresServer(Path directory, int port) throws IOException {
    this.directory = directory;
    this.port = port;
    this.running = run(directory, port);
  }

  static PostgresServer start(Path directory) throws IOException {
    return new PostgresServer(directory, freePort());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Such as {@code jdbc:postgresql://localhost:5432/postgres?user=postgres}. */
  String url() {
    return running.getJdbcUrl("postgres", "postgres");
  }

  /** SIGKILL to the server and all its processes, then a start that recovers from its log. */
  void killAndRestart() throws IOException, InterruptedException {
    String pid = Files.readAllLines(directory.resolve("postmaster.pid")).getFirst().strip();
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle one : all) {
      one.onExit().join();
    }
    running.close();
    running = run(directory, port);
  }

  private static EmbeddedPostgres run(Path directory, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setPGStartupWait(Duration.ofSeconds(60))
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
