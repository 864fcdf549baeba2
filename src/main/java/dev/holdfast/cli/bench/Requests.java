package dev.holdfast.cli.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests rendered once and sent many times, one for each key in turn.
 *
 * <p>Invariant: used by one thread at a time; with {@code unique}, no two requests that are handed
 * out in the life of this object carry the same idempotency key.
 */
final class Requests {
  private static final int DIGITS = 16;

  private final List<Rendered> rendered;
  private int next;
  private long number;

  /**
   * One request; its idempotency key's digits stand at {@code digitsAt}, or nowhere if negative.
   */
  private record Rendered(ByteBuffer bytes, int digitsAt) {}

  private Requests(List<Rendered> rendered, long firstNumber) {
    this.rendered = rendered;
    this.number = firstNumber;
  }

  static Requests get(String path) {
    return new Requests(List.of(render("GET " + path, "")), 0);
  }

  /** The same call to each key in turn; {@code *} in the path is replaced by the key's number. */
  static Requests post(String path, int keys, String body) {
    return new Requests(posts(path, keys, "", body), 0);
  }

  /** As {@link #post}, each with an idempotency key; the first number must be new to the server. */
  static Requests unique(String path, int keys, String body, long firstNumber) {
    String header = "Idempotency-Key: \"" + "0".repeat(DIGITS) + "\"\r\n";
    return new Requests(posts(path, keys, header, body), firstNumber);
  }

  /** The bytes of the next request, to be written before the next one is asked for. */
  ByteBuffer next() {
    Rendered request = rendered.get(next);
    next = next + 1 == rendered.size() ? 0 : next + 1;
    if (request.digitsAt() >= 0) {
      putDigits(request, number++);
    }
    return request.bytes().rewind();
  }

  private static List<Rendered> posts(String path, int keys, String header, String body) {
    List<Rendered> rendered = new ArrayList<>();
    String rest =
        header + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
    for (int key = 0; key < keys; key++) {
      String start = "POST " + path.replace("*", Integer.toString(key));
      rendered.add(render(start, rest + "\r\n" + body));
    }
    return rendered;
  }

  private static Rendered render(String start, String rest) {
    String text = start + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (rest.isEmpty() ? "\r\n" : rest);
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int quote = text.indexOf(": \"0");
    return new Rendered(
        ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), quote < 0 ? -1 : quote + 3);
  }

  private static void putDigits(Rendered request, long number) {
    long rest = number;
    for (int i = DIGITS - 1; i >= 0; i--) {
      request.bytes().put(request.digitsAt() + i, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }
}
