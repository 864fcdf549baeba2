package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Node;
import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole program in this process, with a real node behind the commands that serve. */
final class Program implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("listening at (http://[^;]+);");
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Thread thread;

  private Program(String... args) {
    var terminal = terminal(new ByteArrayOutputStream(), err);
    thread = Thread.ofVirtual().start(() -> Cli.run(Node::start, terminal, args));
  }

  /** What a run of the program did. */
  record Ran(int exitCode, String out, String err) {
    List<JsonNode> lines() throws IOException {
      var lines = new ArrayList<JsonNode>();
      for (String line : out.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }

  /** Runs a command to its end. */
  static Ran run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode = Cli.run(Node::start, terminal(out, err), args);
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Starts a command that goes on until it is stopped. */
  static Program start(String... args) {
    return new Program(args);
  }

  String url() throws InterruptedException {
    return said(ADDRESS).group(1);
  }

  /** Waits until stderr has said it. */
  Matcher said(Pattern words) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      Matcher matcher = words.matcher(err.toString(StandardCharsets.UTF_8));
      if (matcher.find()) {
        return matcher;
      }
      assertTrue(System.nanoTime() < deadline, () -> words + " was not said, but " + err);
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        0);
  }
}
