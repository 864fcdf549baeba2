package dev.holdfast.cli.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL in processes of its own, every commit synced to disk.
 *
 * <p>Its binaries come from a Maven profile into {@code target/bench-lib}, so that they are on no
 * class path of the program. It ends when its input is closed, even if this process is killed.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 30;

  private final Setup setup;
  private final Process process;
  private final BufferedReader output;
  private String url = "";

  /**
   * How it is set up.
   *
   * @param project the clone, with the program that runs it
   * @param settings of the server, such as {@code port}; {@code trust} names a network besides
   *     loopback whose callers need no password
   */
  public record Setup(Path project, Path directory, Path log, Map<String, String> settings) {
    public Setup {
      settings = Map.copyOf(settings);
    }
  }

  private PostgresProcess(Setup setup, Process process) {
    this.setup = setup;
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  public static PostgresProcess start(Setup setup) {
    Path library = setup.project().resolve("target/bench-lib");
    try {
      if (!Files.isDirectory(library)) {
        fetch(setup.project(), setup.log());
      }
      List<String> line =
          new ArrayList<>(
              List.of(
                  JvmCommand.java(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  library.resolve("*").toString(),
                  setup.project().resolve("bench/Postgres.java").toString(),
                  setup.directory().toString()));
      setup.settings().forEach((name, value) -> line.add(name + "=" + value));
      Process process =
          new ProcessBuilder(line)
              .redirectError(ProcessBuilder.Redirect.appendTo(setup.log().toFile()))
              .start();
      var postgres = new PostgresProcess(setup, process);
      postgres.awaitUrl().ifPresent(reason -> postgres.fail(reason));
      return postgres;
    } catch (IOException e) {
      throw new LocalFailed("cannot start PostgreSQL", e);
    }
  }

  /** Such as {@code jdbc:postgresql://localhost:5432/postgres?user=postgres}. */
  public String url() {
    return url;
  }

  /** The same server by another of its addresses. */
  public String url(String host) {
    return url.replaceFirst("//[^:/]+", "//" + host);
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The server and all its processes; empty while it does not run. */
  public List<Long> pids() {
    try {
      Path file = setup.directory().resolve("postmaster.pid");
      long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
      return ProcessHandle.of(pid).stream()
          .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
          .map(ProcessHandle::pid)
          .toList();
    } catch (IOException | RuntimeException notRunning) {
      return List.of();
    }
  }

  /** Kills every process of the server at once: nothing is flushed, nobody is told. */
  public void kill() {
    List<Long> pids = pids();
    Signal.KILL.send(pids);
    for (long pid : pids) {
      ProcessHandle.of(pid).ifPresent(one -> one.onExit().join());
    }
  }

  /** Starts the server again on its directory and port. */
  public void restart() {
    try {
      Writer input = process.outputWriter(StandardCharsets.UTF_8);
      input.write("start\n");
      input.flush();
      awaitUrl()
          .ifPresent(
              reason -> {
                throw new LocalFailed("PostgreSQL did not come back: " + reason);
              });
    } catch (IOException e) {
      throw new LocalFailed("PostgreSQL's keeper is gone; see " + setup.log(), e);
    }
  }

  private void fail(String reason) {
    close();
    throw new LocalFailed("PostgreSQL did not start: " + reason + "; see " + setup.log());
  }

  /** Reads until the server runs; empty, or why it does not. */
  private Optional<String> awaitUrl() throws IOException {
    String line = output.readLine();
    while (line != null) {
      if (line.startsWith("jdbc:")) {
        url = line;
        return Optional.empty();
      }
      if (line.startsWith("failed:")) {
        return Optional.of(line.substring("failed:".length()).strip());
      }
      line = output.readLine();
    }
    return Optional.of("it ended at once");
  }

  private static void fetch(Path project, Path log) throws IOException {
    Process maven =
        new ProcessBuilder(List.of("mvn", "-q", "-B", "-Pbench", "validate"))
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (maven.waitFor() != 0) {
        throw new LocalFailed("mvn -Pbench validate failed; see " + log);
      }
    } catch (InterruptedException e) {
      maven.destroy();
      Thread.currentThread().interrupt();
      throw new LocalFailed("interrupted", e);
    }
  }

  @Override
  public void close() {
    Signal.CONT.send(pids());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
