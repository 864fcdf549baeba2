package dev.holdfast.runtimes.process;

import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a function, from its start to its end, and the connections to it.
 *
 * <p>Invariant: it is asked only once it listens, and it ends with this object: its standard input
 * closes when the node dies, however it dies.
 */
final class FunctionProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionProcess.class);
  private static final Duration LOOK = Duration.ofMillis(5);
  private static final Duration ENDING = Duration.ofSeconds(2);
  private static final int LAST_LINES = 20;
  private static final int LONGEST_LINE = 8 * 1024;

  private final FunctionCode code;
  private final ProcessSettings settings;
  private final Path socket;
  private final UnixDomainSocketAddress address;
  private final long incarnation;
  private final Process process;
  private final Semaphore room;
  private final Deque<SocketHttp> idle = new ConcurrentLinkedDeque<>();
  private final ArrayDeque<String> lastLines = new ArrayDeque<>();
  private volatile boolean closed;
  private volatile boolean answered;

  private FunctionProcess(
      FunctionCode code, ProcessSettings settings, long incarnation, Process process, Path socket) {
    this.code = code;
    this.settings = settings;
    this.incarnation = incarnation;
    this.process = process;
    this.socket = socket;
    this.address = UnixDomainSocketAddress.of(socket);
    this.room = new Semaphore(settings.connections());
  }

  /** Starts one and waits until it listens. */
  static FunctionProcess start(FunctionCode code, ProcessSettings settings, long incarnation)
      throws NoAnswer, InterruptedException {
    Path socket =
        settings
            .sockets()
            .resolve("holdfast-%d-%d.sock".formatted(ProcessHandle.current().pid(), incarnation));
    var builder = new ProcessBuilder(code.command(settings)).directory(code.folder().toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("LANG", "C.UTF-8");
    environment.putAll(code.environment(settings));
    environment.put("HOLDFAST_SOCKET", socket.toString());
    FunctionProcess started;
    try {
      Files.deleteIfExists(socket);
      started = new FunctionProcess(code, settings, incarnation, builder.start(), socket);
    } catch (IOException e) {
      throw new NoAnswer("%s cannot be started: %s".formatted(code.name(), e.getMessage()), e);
    }
    started.listen();
    return started;
  }

  private void listen() throws NoAnswer, InterruptedException {
    Thread out = read("out", process.getInputStream());
    Thread err = read("err", process.getErrorStream());
    long deadline = System.nanoTime() + settings.start().toNanos();
    while (true) {
      try {
        idle.add(SocketHttp.open(address, settings.answerBytes()));
        return;
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          // What it said last may still be on its way.
          out.join(ENDING);
          err.join(ENDING);
          close();
          throw new NoAnswer(
              "%s ended with %d before it listened%s"
                  .formatted(code.name(), process.exitValue(), said()));
        }
        if (System.nanoTime() > deadline) {
          close();
          throw new NoAnswer(
              "%s did not listen within %d ms (holdfast.runtimes.process.start)%s"
                  .formatted(code.name(), settings.start().toMillis(), said()));
        }
        process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private String said() {
    synchronized (lastLines) {
      return lastLines.isEmpty() ? "" : ":\n" + String.join("\n", lastLines);
    }
  }

  private Thread read(String stream, InputStream from) {
    return Thread.ofVirtual()
        .name("function-" + code.name() + "-" + stream)
        .start(
            () -> {
              try (var lines =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  said(stream, line);
                }
              } catch (IOException e) {
                // The stream ends with the process.
              }
            });
  }

  private void said(String stream, String line) {
    String kept = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    synchronized (lastLines) {
      lastLines.add(kept);
      if (lastLines.size() > LAST_LINES) {
        lastLines.remove();
      }
    }
    if (stream.equals("err")) {
      LOG.warn("{} {} [{}]: {}", code.name(), code.version(), process.pid(), kept);
    } else {
      LOG.info("{} {} [{}]: {}", code.name(), code.version(), process.pid(), kept);
    }
  }

  long incarnation() {
    return incarnation;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return !closed && process.isAlive();
  }

  /** Waits until it has ended, or for so long. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it was ever of use. */
  boolean hasAnswered() {
    return answered;
  }

  /** Asks along a connection of its own. */
  SocketHttp.Response post(String path, Json body) throws IOException, InterruptedException {
    room.acquire();
    SocketHttp connection = null;
    try {
      connection = idle.pollFirst();
      if (connection == null) {
        connection = SocketHttp.open(address, settings.answerBytes());
      }
      SocketHttp.Response response = connection.post(path, body);
      answered = true;
      idle.addFirst(connection);
      connection = null;
      return response;
    } finally {
      if (connection != null) {
        connection.close();
      }
      room.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    idle.forEach(SocketHttp::close);
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended.
    }
    Thread.ofVirtual().name("function-end-" + code.name()).start(this::end);
  }

  private void end() {
    try {
      if (!process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted: {}", socket, e.getMessage());
    }
  }
}
