package dev.holdfast.cli.faults.machine;

import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.local.Signal;
import dev.holdfast.cli.local.SupervisedProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One node of the cluster under test: its process, its address, what its log says. */
public final class NodeUnderTest implements AutoCloseable {
  /** How the log says that a batch got as far as the fence in the database, and no further. */
  private static final String FENCED = "The fence kept ";

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final int number;
  private final URI url;
  private final BufferedWriter log;
  private final AtomicLong fencedLines = new AtomicLong();
  private final SupervisedProcess process;

  NodeUnderTest(int number, URI url, Path log, Launch launch) throws IOException {
    this.number = number;
    this.url = url;
    this.log = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    this.process = launch.with(this::read);
  }

  /** Starts the process with somebody who reads its output. */
  interface Launch {
    SupervisedProcess with(Consumer<String> lines);
  }

  public int number() {
    return number;
  }

  public URI url() {
    return url;
  }

  public SupervisedProcess process() {
    return process;
  }

  public void signal(Signal signal) {
    process.signal(signal);
  }

  /** Whether it says that it takes calls. */
  public boolean isReady() {
    try (var client = new Client(url, PATIENCE)) {
      return client.get("/health/ready", Map.of()).ok();
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Lines of its log that speak of commits the fence kept out. */
  public long fencedLines() {
    return fencedLines.get();
  }

  private synchronized void read(String line) {
    if (line.contains(FENCED)) {
      fencedLines.incrementAndGet();
    }
    try {
      log.write(line);
      log.newLine();
      log.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything has been asked and checked by then, and three nodes take long to say farewell. */
  @Override
  public void close() {
    process.kill();
  }
}
