package dev.holdfast.connectors.intake;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes that a broker has where we have text. */
public final class Texts {
  private Texts() {}

  /** What is not UTF-8 is no text. */
  public static Optional<String> utf8(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonBody.decoded(bytes));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
