package dev.holdfast.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command reads and writes: data goes to {@code out}, everything else to {@code err}.
 *
 * @param columns the width of the terminal behind {@code err}, 0 when there is none
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, int columns) {
  /** Set by the launcher, which can see whether stderr is a terminal; a JVM cannot. */
  private static final String COLUMNS = "HOLDFAST_COLUMNS";

  /** The streams of this process; always UTF-8, whatever the locale says. */
  static Terminal ofProcess(Map<String, String> environment) {
    return new Terminal(
        System.in,
        utf8(new FileOutputStream(FileDescriptor.out)),
        utf8(new FileOutputStream(FileDescriptor.err)),
        columns(environment.getOrDefault(COLUMNS, "0")));
  }

  public boolean interactive() {
    return columns > 0;
  }

  private static PrintStream utf8(OutputStream out) {
    return new PrintStream(new java.io.BufferedOutputStream(out), true, StandardCharsets.UTF_8);
  }

  private static int columns(String text) {
    try {
      return Math.max(0, Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
