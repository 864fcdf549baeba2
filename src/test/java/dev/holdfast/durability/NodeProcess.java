package dev.holdfast.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real node in a process of its own, started as a user starts it and killed without warning.
 *
 * <p>Invariant: the process is gone after {@link #kill} and after {@link #close}.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;

  private final Process process;
  private final URI url;

  private NodeProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * How a node is started, the same every time.
   *
   * @param directory for its journal, its file of settings and its log
   * @param services the folder with the services to deploy
   * @param database options such as {@code --database-url}; empty for the embedded journal
   * @param settings lines of HOCON that override the defaults
   */
  public record Setup(Path directory, Path services, List<String> database, List<String> settings) {
    public Path data() {
      return directory.resolve("data");
    }

    private Path log() {
      return directory.resolve("node.log");
    }
  }

  /** Starts a node and returns once it says that it is ready. */
  public static NodeProcess start(Setup setup) throws IOException {
    Path config = setup.directory().resolve("node.conf");
    Files.write(config, setup.settings());
    int port = freePort();
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      // An agent writes to one file, which belongs to this process.
      if (!argument.startsWith("-javaagent")) {
        line.add(argument);
      }
    }
    line.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path", "")));
    line.addAll(List.of("dev.holdfast.Node", "node", "--config", config.toString()));
    line.addAll(List.of("--port", Integer.toString(port), "--data", setup.data().toString()));
    line.addAll(setup.database());
    line.add(setup.services().toAbsolutePath().toString());
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(setup.log().toFile()))
            .start();
    var node = new NodeProcess(process, URI.create("http://127.0.0.1:" + port));
    node.awaitReady(setup);
    return node;
  }

  public URI url() {
    return url;
  }

  /** SIGKILL: no shutdown hook, no flush, no goodbye. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Waits until the node says that it is ready, again if need be. */
  void awaitReady(Setup setup) throws IOException {
    long deadline = System.nanoTime() + READY.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!isReady(http)) {
        if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          close();
          throw new IllegalStateException(
              "the node is not ready:\n" + Files.readString(setup.log()));
        }
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private boolean isReady(HttpClient http) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(url.resolve("/health/ready")).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListeningYet) {
      return false;
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
