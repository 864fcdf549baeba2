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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What the fixtures of brokers ask of the machine they run on. */
final class Machine {
  private static final long POLL_MILLIS = 50;
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private Machine() {}

  /** The first of some programs that is there. */
  static Optional<Path> installed(List<String> places) {
    return places.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  static Path program(List<String> places) {
    return installed(places).orElseThrow(() -> new IllegalStateException("none of " + places));
  }

  /**
   * Called by each test that needs a program, so that each counts as skipped where it cannot run.
   * It is said in one line. Where the whole build must run, the test fails.
   */
  static void need(String debianPackage, List<String> places) {
    if (installed(places).isPresent()) {
      return;
    }
    String why = "Cannot run here: " + debianPackage + " is not installed (apt-get install)";
    if (TOLD.add(debianPackage)) {
      System.out.println(why);
    }
    if (System.getenv("CI") != null) {
      Assertions.fail(why);
    }
    Assumptions.abort(why);
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
