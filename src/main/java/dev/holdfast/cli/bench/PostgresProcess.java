package dev.holdfast.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL in processes of its own, every commit synced to disk.
 *
 * <p>Its binaries come from a Maven profile into {@code target/bench-lib}, so that they are on no
 * class path of the program. It ends when its input is closed, even if this process is killed.
 */
final class PostgresProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final String url;

  private PostgresProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  static PostgresProcess start(Path project, Path directory, Path log) {
    Path library = project.resolve("target/bench-lib");
    try {
      if (!Files.isDirectory(library)) {
        fetch(project, log);
      }
      Process process =
          new ProcessBuilder(
                  ServerCommands.java(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  library.resolve("*").toString(),
                  project.resolve("bench/Postgres.java").toString(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var output = process.inputReader(StandardCharsets.UTF_8);
      return new PostgresProcess(process, firstUrl(output, log));
    } catch (IOException e) {
      throw new BenchFailed("cannot start PostgreSQL", e);
    }
  }

  /** Such as {@code jdbc:postgresql://localhost:5432/postgres?user=postgres}. */
  String url() {
    return url;
  }

  private static String firstUrl(BufferedReader output, Path log) throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith("jdbc:")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new BenchFailed("PostgreSQL did not start; see " + log);
    }
    return line;
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
        throw new BenchFailed("mvn -Pbench validate failed; see " + log);
      }
    } catch (InterruptedException e) {
      maven.destroy();
      Thread.currentThread().interrupt();
      throw new BenchFailed("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
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
