package dev.holdfast.runtimes.lambda;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The emulator serverless-offline, a program of others: it is installed into target/ by npm, once.
 */
final class ServerlessOffline implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "serverless-offline").toAbsolutePath();
  private static final Path FILES = Path.of("src", "test", "resources", "lambda");
  private static final Path PROGRAM = FOLDER.resolve("node_modules/.bin/serverless");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final int port;

  private ServerlessOffline(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it, or ends a test that cannot run here and says so in one line. */
  static ServerlessOffline start() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "serverless.yml", "index.mjs")) {
      Files.copy(FILES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(PROGRAM)) {
      install();
    }
    int port = freePort();
    var builder = new ProcessBuilder(PROGRAM.toString(), "offline", "start");
    builder.environment().put("LAMBDA_PORT", Integer.toString(port));
    builder.environment().put("HTTP_PORT", Integer.toString(freePort()));
    builder.environment().put("HOLDFAST_SDK", Path.of("sdks", "node").toAbsolutePath().toString());
    builder.environment().put("SLS_TELEMETRY_DISABLED", "1");
    builder.environment().put("SLS_NOTIFICATIONS_MODE", "off");
    Path output = FOLDER.resolve("offline.out");
    Process process =
        builder
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    var emulator = new ServerlessOffline(process, port);
    emulator.await(output);
    return emulator;
  }

  private static void install() throws InterruptedException {
    try {
      Process npm =
          new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(FOLDER.resolve("npm.out").toFile())
              .start();
      if (npm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && npm.exitValue() == 0) {
        return;
      }
      npm.destroyForcibly();
    } catch (IOException e) {
      // There is no npm.
    }
    String why = "Cannot run here: npm cannot install serverless-offline";
    System.out.println(why);
    if (System.getenv("CI") != null) {
      Assertions.fail(why);
    }
    Assumptions.abort(why);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await(Path output) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException("it is not up:\n" + Files.readString(output));
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    process.onExit().join();
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
