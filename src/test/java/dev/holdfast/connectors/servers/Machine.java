package dev.holdfast.connectors.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What the fixtures of brokers ask of the machine they run on. */
final class Machine {
  private static final long POLL_MILLIS = 50;

  private Machine() {}

  /**
   * The first of some programs that is there. Without one the test cannot run here: it says so in
   * one line and counts as skipped, but where the whole build must run it fails.
   */
  static Path program(String debianPackage, List<String> places) {
    for (String place : places) {
      if (Files.isExecutable(Path.of(place))) {
        return Path.of(place);
      }
    }
    String why = "Cannot run here: " + debianPackage + " is not installed (apt-get install)";
    System.out.println(why);
    if (System.getenv("CI") != null) {
      Assertions.fail(why);
    }
    return Assumptions.abort(why);
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until a server listens, or fails with what it has written. */
  static void awaitPort(int port, Process server, Path output) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!listens(port)) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        kill(server);
        throw new IllegalStateException("the server is not up:\n" + Files.readString(output));
      }
      pause(server);
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause(Process server) {
    try {
      if (server.waitFor(Duration.ofMillis(POLL_MILLIS))) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill(server);
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Sends a signal, such as STOP. */
  static void signal(Process process, String signal) throws IOException {
    var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    if (kill.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("kill -" + signal + " failed");
    }
  }

  /** SIGKILL, and waits until the process is gone. */
  static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }
}
