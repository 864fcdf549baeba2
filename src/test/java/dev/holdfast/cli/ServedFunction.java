package dev.holdfast.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that serves a function, and where: the last word of the first line it prints. */
record ServedFunction(Process process, String place) implements AutoCloseable {
  /** Of a folder with code for an SDK; on a Unix socket if there is one, else on a free port. */
  static ServedFunction node(String folder, Optional<Path> socket) throws IOException {
    return start(socket, Map.of(), "node", "sdks/node/bin/holdfast-node.js", folder);
  }

  static ServedFunction python(String folder, Optional<Path> socket) throws IOException {
    Map<String, String> environment =
        Map.of("PYTHONPATH", "sdks/python", "PYTHONDONTWRITEBYTECODE", "1");
    return start(socket, environment, "python3", "-m", "holdfast", folder);
  }

  static ServedFunction start(
      Optional<Path> socket, Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment);
    builder.environment().put("PORT", "0");
    socket.ifPresent(path -> builder.environment().put("HOLDFAST_SOCKET", path.toString()));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException(String.join(" ", command) + " ended before it served");
    }
    return new ServedFunction(process, line.substring(line.lastIndexOf(' ') + 1));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
