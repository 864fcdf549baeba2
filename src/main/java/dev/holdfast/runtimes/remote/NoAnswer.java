package dev.holdfast.runtimes.remote;

/** A function did not answer, or not as the protocol says; operators see why. */
public final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  public NoAnswer(String message) {
    super(message);
  }

  public NoAnswer(String message, Throwable cause) {
    super(message, cause);
  }
}
