package dev.holdfast.cli.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the end and the status of one HTTP/1.1 answer in the bytes read so far, and a header when
 * asked; nothing else of it is looked at, because the load generator shares its cores with the
 * server.
 */
public final class Answer {
  /** Not all of the answer is there yet. */
  public static final int INCOMPLETE = -1;

  private static final byte[] LENGTH = line("content-length");

  private Answer() {}

  public static int status(ByteBuffer read) {
    return (read.get(9) - '0') * 100 + (read.get(10) - '0') * 10 + (read.get(11) - '0');
  }

  /**
   * Where the answer ends in a buffer filled up to its position, or {@link #INCOMPLETE}.
   *
   * @throws UnreadableAnswer when the answer does not announce its length
   */
  public static int end(ByteBuffer read) {
    int filled = read.position();
    for (int i = 12; i + 3 < filled; i++) {
      if (isBlankLine(read, i)) {
        int end = i + 4 + contentLength(read, i);
        return end <= filled ? end : INCOMPLETE;
      }
    }
    return INCOMPLETE;
  }

  /**
   * The value of a header, or an empty text.
   *
   * @param line the end of a line and the name in lower case, as {@link #line} makes it
   */
  public static String header(ByteBuffer read, byte[] line) {
    int filled = read.position();
    for (int i = 12; i + 3 < filled && !isBlankLine(read, i); i++) {
      if (isLine(read, i, line)) {
        return text(read, i + line.length);
      }
    }
    return "";
  }

  /** How {@link #header} wants the name of a header. */
  public static byte[] line(String name) {
    return ("\r\n" + name.toLowerCase(Locale.ROOT) + ":").getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(ByteBuffer read, int from) {
    int end = from;
    while (end < read.position() && read.get(end) != '\r') {
      end++;
    }
    byte[] value = new byte[end - from];
    read.get(from, value);
    return new String(value, StandardCharsets.US_ASCII).strip();
  }

  private static boolean isBlankLine(ByteBuffer read, int at) {
    return read.get(at) == '\r'
        && read.get(at + 1) == '\n'
        && read.get(at + 2) == '\r'
        && read.get(at + 3) == '\n';
  }

  private static int contentLength(ByteBuffer read, int headEnd) {
    for (int i = headEnd - LENGTH.length; i >= 12; i--) {
      if (isLine(read, i, LENGTH)) {
        return number(read, i + LENGTH.length);
      }
    }
    int status = status(read);
    if (status == 204 || status == 304) {
      return 0;
    }
    throw new UnreadableAnswer("an answer with status " + status + " has no Content-Length");
  }

  private static boolean isLine(ByteBuffer read, int at, byte[] line) {
    if (read.get(at) != '\r' || at + line.length > read.position()) {
      return false;
    }
    for (int i = 1; i < line.length; i++) {
      int c = read.get(at + i);
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != line[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(ByteBuffer read, int from) {
    int value = 0;
    for (int i = from; read.get(i) != '\r'; i++) {
      int digit = read.get(i) - '0';
      value = digit >= 0 && digit <= 9 ? value * 10 + digit : value;
    }
    return value;
  }

  /** The server answers in a form this generator does not read. */
  static final class UnreadableAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableAnswer(String message) {
      super(message);
    }
  }
}
