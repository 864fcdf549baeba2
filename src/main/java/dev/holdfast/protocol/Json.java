package dev.holdfast.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON document as UTF-8 bytes, carried without being parsed: arguments, replies, events and
 * states cross the platform in this form and are read only where their types are known.
 *
 * <p>Invariant: the bytes are never changed after construction; whoever wraps an array gives it up.
 */
public final class Json {
  /** The JSON {@code null}: the argument and the reply of a handler that has none. */
  public static final Json NULL = of("null");

  private final byte[] utf8;

  private Json(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** Wraps the bytes of one valid document; the caller gives the array up. */
  public static Json wrap(byte[] utf8) {
    return new Json(utf8);
  }

  public static Json of(String text) {
    return new Json(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy: callers read them and do not write. */
  public byte[] utf8() {
    return utf8;
  }

  public int size() {
    return utf8.length;
  }

  public boolean isNull() {
    return equals(NULL);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && Arrays.equals(utf8, json.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
