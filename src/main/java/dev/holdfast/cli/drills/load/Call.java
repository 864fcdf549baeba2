package dev.holdfast.cli.drills.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One call of the load: adds one to an instance, however many attempts that takes. */
final class Call {
  private static final String BODY = "1";

  private final long number;
  private final int instance;
  private final long dueNanos;
  private final Course course;
  private final ByteBuffer request;
  private int attempts;
  private long sentNanos;

  /**
   * What is asked of whom.
   *
   * @param key empty for none
   */
  record Order(long number, int instance, String path, String key, long dueNanos) {}

  Call(Order order) {
    this.number = order.number();
    this.instance = order.instance();
    this.dueNanos = order.dueNanos();
    this.course = new Course(!order.key().isEmpty());
    this.request = render(order);
  }

  private static ByteBuffer render(Order order) {
    String key = order.key().isEmpty() ? "" : "Idempotency-Key: " + order.key() + "\r\n";
    String text =
        "POST "
            + order.path()
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + key
            + "Content-Length: "
            + BODY.length()
            + "\r\n\r\n"
            + BODY;
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  void sent(long nanos) {
    sentNanos = nanos;
    attempts++;
  }

  ByteBuffer request() {
    return request.rewind();
  }

  long number() {
    return number;
  }

  int instance() {
    return instance;
  }

  long dueNanos() {
    return dueNanos;
  }

  Course course() {
    return course;
  }

  int attempts() {
    return attempts;
  }

  long sentNanos() {
    return sentNanos;
  }
}
