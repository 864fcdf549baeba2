package dev.holdfast.runtimes.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A program that answers the protocol and prints its port; it ends with its standard input. */
final class PlainServer implements AutoCloseable {
  private static final Path FOLDER = Path.of("src", "test", "resources", "plain").toAbsolutePath();

  private final Process process;
  private final int port;

  private PlainServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param language {@code node} or {@code python3}
   */
  static PlainServer start(String language, String secret) throws IOException {
    String file = language.equals("node") ? "server.mjs" : "server.py";
    var builder = new ProcessBuilder(List.of(language, FOLDER.resolve(file).toString()));
    builder.environment().put("HOLDFAST_SECRET", secret);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // Not closed: that would end what the process prints to.
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new PlainServer(process, Integer.parseInt(out.readLine()));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/functions/shop/");
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
