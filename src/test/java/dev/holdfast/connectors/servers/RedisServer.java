package dev.holdfast.connectors.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real Redis with a directory and ports of its own, which syncs what it has acknowledged.
 *
 * <p>Invariant: nothing of it is left after {@link #close}.
 */
public final class RedisServer implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final int tlsPort;
  private final Optional<Path> certificates;
  private Process server;

  private RedisServer(Path directory, Optional<Path> certificates) throws IOException {
    this.directory = directory;
    this.port = Machine.freePort();
    this.tlsPort = Machine.freePort();
    this.certificates = certificates;
    Files.createDirectories(directory);
    this.server = run();
  }

  public static RedisServer start(Path directory) throws IOException {
    return new RedisServer(directory, Optional.empty());
  }

  /** Also listens with TLS; the directory has ca.crt, node.crt and node.key. */
  public static RedisServer start(Path directory, Path certificates) throws IOException {
    return new RedisServer(directory, Optional.of(certificates));
  }

  public int port() {
    return port;
  }

  public int tlsPort() {
    return tlsPort;
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  private Process run() throws IOException {
    Path program =
        Machine.program(
            "redis-server", List.of("/usr/bin/redis-server", "/usr/local/bin/redis-server"));
    List<String> line = new ArrayList<>(List.of(program.toString(), "--bind", "127.0.0.1"));
    line.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
    line.addAll(List.of("--appendonly", "yes", "--appendfsync", "always", "--save", ""));
    certificates.ifPresent(
        folder -> {
          line.addAll(List.of("--tls-port", Integer.toString(tlsPort)));
          line.addAll(List.of("--tls-ca-cert-file", folder.resolve("ca.crt").toString()));
          line.addAll(List.of("--tls-cert-file", folder.resolve("node.crt").toString()));
          line.addAll(List.of("--tls-key-file", folder.resolve("node.key").toString()));
        });
    Path output = directory.resolve("redis.out");
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .start();
    Machine.awaitPort(port, process, output);
    return process;
  }

  /** SIGKILL. */
  public void kill() {
    Machine.kill(server);
  }

  /** SIGSTOP: it keeps its connections and answers nothing. */
  public void freeze() throws IOException {
    Machine.signal(server, "STOP");
  }

  public void thaw() throws IOException {
    Machine.signal(server, "CONT");
  }

  /** Starts it again on the same data. */
  public void restart() throws IOException {
    server = run();
  }

  @Override
  public void close() {
    Machine.kill(server);
  }
}
