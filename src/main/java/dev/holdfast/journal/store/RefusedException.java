package dev.holdfast.journal.store;

/** The database answered that it will not; nothing was written and the connection is good. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
