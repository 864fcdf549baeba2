package dev.holdfast.cli.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, so that what is measured and what measures do not share a heap.
 *
 * <p>Invariant: the process ends with {@link #close}, at the latest by force.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;
  private static final long STOP_SECONDS = 15;

  private final String name;
  private final Process process;
  private final InetSocketAddress address;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServerProcess(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** How to start one server; its output goes to a file beside the results. */
  record Command(String name, List<String> line, Map<String, String> environment, Path log) {}

  /** Starts the server and waits until it says that it is ready. */
  static ServerProcess start(Command command, int port) {
    try {
      var builder = new ProcessBuilder(command.line());
      builder.environment().putAll(command.environment());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
      var server = new ServerProcess(command.name(), builder.start(), port);
      server.awaitReady(command.log());
      return server;
    } catch (IOException e) {
      throw new BenchFailed("cannot start " + command.line().getFirst(), e);
    }
  }

  String name() {
    return name;
  }

  InetSocketAddress address() {
    return address;
  }

  /** CPU time of the process so far, 0 where the system does not tell. */
  long cpuNanos() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** The body of a GET, or empty for 404. */
  String get(String path) {
    try {
      HttpResponse<String> response = send(path);
      return switch (response.statusCode()) {
        case 200 -> response.body();
        case 404 -> "";
        default -> throw new BenchFailed(path + " answered " + response.statusCode());
      };
    } catch (IOException e) {
      throw new BenchFailed(path + " did not answer", e);
    }
  }

  /** A call with a JSON body that must be answered 200. */
  void post(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = send(request);
      if (response.statusCode() != 200) {
        throw new BenchFailed(path + " answered " + response.body());
      }
    } catch (IOException e) {
      throw new BenchFailed(path + " did not answer", e);
    }
  }

  /** Bytes of live objects, counted by the JVM itself after a full collection. */
  long heapAfterCollection() {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process histogram =
          new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram").start();
      String text = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String total = text.strip().lines().reduce("", (_, line) -> line);
      // Total, objects, bytes.
      try (var words = new Scanner(total)) {
        words.next();
        words.nextLong();
        return words.nextLong();
      }
    } catch (IOException | RuntimeException e) {
      throw new BenchFailed("the heap of " + name + " cannot be looked at", e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + address.getPort() + path);
  }

  private HttpResponse<String> send(String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
  }

  private void awaitReady(Path log) {
    long deadline = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (ended(POLL_MILLIS)) {
        throw new BenchFailed(name + " ended with " + process.exitValue() + "; see " + log);
      }
      if (System.nanoTime() > deadline) {
        close();
        throw new BenchFailed(name + " was not ready in " + START + "; see " + log);
      }
    }
  }

  private boolean isReady() {
    try {
      return send("/health/ready").statusCode() == 200;
    } catch (IOException notListeningYet) {
      return false;
    }
  }

  private boolean ended(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    if (!ended(TimeUnit.SECONDS.toMillis(STOP_SECONDS))) {
      process.destroyForcibly();
    }
  }
}
