package dev.holdfast.cli.bench;

/** The bench could not be set up or what it drives died; the message is for who typed it. */
final class BenchFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchFailed(String message) {
    super(message);
  }

  BenchFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
