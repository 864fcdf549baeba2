package dev.holdfast.cli.drills.load;

/** What one attempt of a call came to, as its caller saw it. */
sealed interface Attempt {
  /**
   * The node answered.
   *
   * @param code of the problem; empty where there is none
   */
  record Answered(int status, String code) implements Attempt {}

  /** No connection could be made, so nothing was sent. */
  record NotConnected() implements Attempt {}

  /** The connection broke after the request was sent. */
  record Cut() implements Attempt {}

  /** The node did not even answer that it is late. */
  record Silent() implements Attempt {}

  /** In a few words, for counting. */
  default String text() {
    return switch (this) {
      case Answered(int status, String code) -> (status + " " + code).strip();
      case NotConnected() -> "no connection";
      case Cut() -> "connection lost";
      case Silent() -> "no answer in 12 s";
    };
  }
}
