package dev.holdfast.cli;

import dev.holdfast.cli.node.NodeStarter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What one run of the program did: its exit code and what it wrote where. */
record Ran(int exitCode, String out, String err) {
  private static final NodeStarter NONE =
      _ -> {
        throw new AssertionError("no node was to be started");
      };

  static Ran holdfast(String... args) {
    return with("", args);
  }

  static Ran with(String stdin, String... args) {
    return with(NONE, stdin, args);
  }

  static Ran with(NodeStarter starter, String stdin, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode = Cli.run(starter, terminal(stdin, out, err), args);
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Terminal terminal(String stdin, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Terminal(
        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        0);
  }
}
