package dev.holdfast.cli.conformance;

/** What a check came to. */
sealed interface Verdict {
  record Ok() implements Verdict {}

  /** The function does not keep to the protocol. */
  record Failed(String request, String expected, String got) implements Verdict {}

  /** It does not apply to this function. */
  record Skipped(String why) implements Verdict {}
}
