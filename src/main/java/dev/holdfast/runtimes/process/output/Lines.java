package dev.holdfast.runtimes.process.output;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines of bounded length; the rest of a longer one is left out, and an ellipsis
 * says so.
 *
 * <p>Bytes that are no UTF-8 and characters that would command a terminal come out as replacement
 * characters: whoever reads a log must not be at the mercy of what was written.
 */
final class Lines {
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] line;
  private final Consumer<String> to;
  private int length;
  private boolean cut;

  Lines(int longest, Consumer<String> to) {
    this.line = new byte[longest];
    this.to = to;
  }

  void add(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      byte next = bytes[i];
      if (next == '\n') {
        end();
      } else if (length < line.length) {
        line[length++] = next;
      } else {
        cut = true;
      }
    }
  }

  /** What is there is a line, too, when nothing follows. */
  void close() {
    if (length > 0) {
      end();
    }
  }

  private void end() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = printable(new String(line, 0, end, StandardCharsets.UTF_8));
    to.accept(cut ? text + "…" : text);
    length = 0;
    cut = false;
  }

  private static String printable(String text) {
    var printable = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean lineEnd = c == '\u2028' || c == '\u2029';
      printable.append((Character.isISOControl(c) && c != '\t') || lineEnd ? REPLACEMENT : c);
    }
    return printable.toString();
  }
}
