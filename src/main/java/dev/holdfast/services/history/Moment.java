package dev.holdfast.services.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A point in the history of an instance. */
public sealed interface Moment {
  /** After so many commits. */
  record Sequence(long sequence) implements Moment {}

  /** After the last commit that is not later than this. */
  record Time(Instant time) implements Moment {}

  /** Reads {@code 42} or {@code 2026-01-31T10:00:00Z}. */
  static Optional<Moment> parse(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      return Optional.of(
          digits ? new Sequence(Long.parseLong(text)) : new Time(Instant.parse(text)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
