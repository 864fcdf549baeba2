package dev.holdfast.connectors.intake;

/** The bytes of a message as they came; whoever wraps an array gives it up. */
public final class Body {
  private final byte[] bytes;

  private Body(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Body wrap(byte[] bytes) {
    return new Body(bytes);
  }

  /** Not a copy: readers do not write. */
  public byte[] bytes() {
    return bytes;
  }
}
