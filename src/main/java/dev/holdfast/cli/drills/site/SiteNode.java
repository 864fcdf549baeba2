package dev.holdfast.cli.drills.site;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.NodeSetup;
import dev.holdfast.cli.local.Signal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One node of the site; nobody starts it again by itself.
 *
 * <p>Invariant: at most one process at a time, always with the same ports and the same log.
 */
public final class SiteNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Longer than a node may take to leave. */
  private static final Duration GRACE = Duration.ofSeconds(40);

  private static final Pattern RECOVERIES =
      Pattern.compile("(?m)^holdfast_recoveries_total(?:\\{[^}]*})? ([0-9.E+]+)$");

  private final String name;
  private final int port;
  private final int clusterPort;
  private final List<String> command;
  private final Path log;
  private final Client client;
  private Optional<Process> process = Optional.empty();
  private long startedNanos;

  SiteNode(NodeSetup setup, int port, int clusterPort) {
    this.name = setup.name();
    this.port = port;
    this.clusterPort = clusterPort;
    this.command = setup.plan(_ -> {}, _ -> {}).command();
    this.log = setup.directory().resolve(name + ".log");
    this.client = new Client(URI.create("http://127.0.0.1:" + port), PATIENCE);
  }

  public String name() {
    return name;
  }

  /** Its name among its peers, as {@code Holdfast-Node} tells it. */
  public String home() {
    return "127.0.0.1:" + clusterPort;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  public long startedNanos() {
    return startedNanos;
  }

  /** Starts the process and returns at once. */
  public void start() {
    try {
      File output = log.toFile();
      process =
          Optional.of(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                  .start());
      startedNanos = System.nanoTime();
    } catch (IOException e) {
      throw new LocalFailed("cannot start " + name, e);
    }
  }

  public boolean isRunning() {
    return process.filter(Process::isAlive).isPresent();
  }

  /** Asks the process to end and waits until it has; killed after the grace. */
  public Duration terminate() {
    long start = System.nanoTime();
    for (Process one : process.stream().toList()) {
      one.destroy();
      await(one);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void await(Process one) {
    try {
      if (!one.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        one.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      one.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the process; it is gone when this returns. */
  public void kill() {
    for (Process one : process.stream().toList()) {
      Signal.KILL.send(List.of(one.pid()));
      one.onExit().join();
    }
  }

  /** Whether it says that it takes calls. */
  public boolean isReady() {
    try {
      return client.get("/health/ready", Map.of()).ok();
    } catch (IOException notThere) {
      return false;
    }
  }

  /** How many members it sees that are up; 0 when it does not answer. */
  public int membersUp() {
    try {
      int up = 0;
      for (JsonNode member : client.get("/v1/cluster", Map.of()).json().path("members")) {
        up += member.path("state").asText().equalsIgnoreCase("up") ? 1 : 0;
      }
      return up;
    } catch (IOException | UncheckedIOException notThere) {
      return 0;
    }
  }

  /** Instances it has brought back since it was started; 0 when it does not answer. */
  public long recoveries() {
    try {
      Matcher matcher = RECOVERIES.matcher(client.get("/metrics", Map.of()).body());
      return matcher.find() ? (long) Double.parseDouble(matcher.group(1)) : 0;
    } catch (IOException notThere) {
      return 0;
    }
  }

  /** A GET of the node, whatever it answers. */
  public Answer get(String path, Map<String, String> headers) throws IOException {
    return client.get(path, headers);
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    terminate();
    client.close();
  }
}
