package dev.holdfast.cli.faults.machine;

import dev.holdfast.cli.local.LocalFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the small programs of the operating system that set up networks and mounts. */
final class Shell {
  private static final long SECONDS = 20;

  private Shell() {}

  /** What came of it. */
  record Ran(int code, String output) {
    boolean ok() {
      return code == 0;
    }
  }

  /** Runs a command line of words without spaces in them. */
  static Ran run(String line) {
    List<String> words = List.of(line.split(" ", -1));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Ran(-1, "no end within " + SECONDS + " s");
      }
      return new Ran(process.exitValue(), output.strip());
    } catch (IOException e) {
      return new Ran(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ran(-1, "interrupted");
    }
  }

  /** The same for what must succeed. */
  static void must(String line) {
    Ran ran = run(line);
    if (!ran.ok()) {
      throw new LocalFailed(line + ": " + ran.output());
    }
  }
}
