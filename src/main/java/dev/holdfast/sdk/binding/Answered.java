package dev.holdfast.sdk.binding;

/** What a query came to. */
public sealed interface Answered permits Answered.Found, Answered.Nothing, Refused {
  /** The answer as JSON. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Found(byte[] json) implements Answered {}

  /** An empty Optional. */
  record Nothing() implements Answered {}
}
