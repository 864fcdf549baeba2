package dev.holdfast.cli;

import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A JSON document on the command line, or on stdin where {@code -} stands for it. */
public final class JsonArgument {
  private JsonArgument() {}

  /** As a body; ends the command when it is no JSON. */
  public static byte[] read(String typed, Terminal terminal) {
    String text = typed.equals("-") ? stdin(terminal) : typed;
    try {
      return JsonText.line(JsonText.read(text)).getBytes(StandardCharsets.UTF_8);
    } catch (UncheckedIOException e) {
      throw new CommandFailed(
          ExitCode.USAGE, "The argument is not JSON (quote text twice: '\"text\"'): " + text, e);
    }
  }

  private static String stdin(Terminal terminal) {
    try {
      return new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
