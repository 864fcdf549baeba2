package dev.holdfast.services;

import java.util.HexFormat;

/**
 * Tells one request from every other: the incarnation of the node that made it, and its number
 * there. It stands in for an idempotency key where the caller gave none.
 */
public record RequestId(long origin, long number) {
  /** The text form, such as {@code 00c0ffee00c0ffee-17}. */
  public String key() {
    return HexFormat.of().toHexDigits(origin) + "-" + number;
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static RequestId parse(String key) {
    int dash = key.indexOf('-');
    if (dash != 16) {
      throw new IllegalArgumentException("Not a request id: " + key);
    }
    return new RequestId(
        HexFormat.fromHexDigitsToLong(key, 0, dash), Long.parseLong(key.substring(dash + 1)));
  }
}
