package dev.holdfast.protocol;

import java.util.Optional;

/**
 * Why a commit happened: what a repetition is recognised by.
 *
 * @param key the caller's idempotency key, the id and lane of a message, or {@code origin-number}
 *     of a request
 * @param digest a hash of handler and argument: the same key with another body is refused
 * @param request {@code origin-number} of the request that brought the key, where copies of it may
 *     be on their way between nodes; absent where the key is that number itself
 */
public record Cause(Kind kind, String key, long digest, Optional<String> request) {
  public static final int LONGEST_KEY = 255;

  /** A cause that came once, or is a request's own number. */
  public Cause(Kind kind, String key, long digest) {
    this(kind, key, digest, Optional.empty());
  }

  /** A message that came along a lane; that of durable sends has no name. */
  public static Cause message(String lane, MessageId id) {
    return new Cause(Kind.MESSAGE, lane.isEmpty() ? id.key() : id.key() + " " + lane, 0);
  }

  /** Of the message that is the cause. */
  public MessageId messageId() {
    int end = key.indexOf(' ');
    return MessageId.parse(end < 0 ? key : key.substring(0, end));
  }

  /** Along which the message came that is the cause. */
  public String lane() {
    int end = key.indexOf(' ');
    return end < 0 ? "" : key.substring(end + 1);
  }

  /** Who gave the key. */
  public enum Kind {
    IDEMPOTENCY_KEY,
    MESSAGE,
    /** The platform: a request without a key that crossed from node to node. */
    REQUEST
  }

  /** The number by which a copy of the request is recognised; absent where none can come. */
  public Optional<String> requestNumber() {
    return kind == Kind.REQUEST ? Optional.of(key) : request;
  }
}
