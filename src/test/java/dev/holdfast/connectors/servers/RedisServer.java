package dev.holdfast.connectors.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real Redis with a directory and ports of its own, which syncs what it has acknowledged. */
public final class RedisServer extends ServerProcess {
  private static final List<String> PLACES =
      List.of("/usr/bin/redis-server", "/usr/local/bin/redis-server");

  private final Path directory;
  private final int port;
  private final int tlsPort;
  private final Optional<Path> certificates;

  private RedisServer(Path directory, Optional<Path> certificates) throws IOException {
    this.directory = directory;
    this.port = Machine.freePort();
    this.tlsPort = Machine.freePort();
    this.certificates = certificates;
    Files.createDirectories(directory);
    restart();
  }

  public static RedisServer start(Path directory) throws IOException {
    return new RedisServer(directory, Optional.empty());
  }

  /** Also listens with TLS; the directory has ca.crt, node.crt and node.key. */
  public static RedisServer start(Path directory, Path certificates) throws IOException {
    return new RedisServer(directory, Optional.of(certificates));
  }

  public static boolean isInstalled() {
    return Machine.installed(PLACES).isPresent();
  }

  /** Ends a test that cannot run here. */
  public static void need() {
    Machine.need("redis-server", PLACES);
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

  @Override
  Process run() throws IOException {
    Path program = Machine.program(PLACES);
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
}
