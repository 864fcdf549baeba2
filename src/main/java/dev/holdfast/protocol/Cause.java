package dev.holdfast.protocol;

/**
 * Why a commit happened: what a repetition is recognised by.
 *
 * @param key the caller's idempotency key, {@code sender/number} of a durable message, or {@code
 *     origin-number} of a request
 * @param digest a hash of handler and argument: the same key with another body is refused
 */
public record Cause(Kind kind, String key, long digest) {
  public static final int LONGEST_KEY = 255;

  /** Who gave the key. */
  public enum Kind {
    IDEMPOTENCY_KEY,
    MESSAGE,
    /** The platform: a request without a key that crossed from node to node. */
    REQUEST
  }
}
