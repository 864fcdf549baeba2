package dev.holdfast.journal;

/** Another owner has taken the slice: the write was not made and never will be. */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FencedException(String message) {
    super(message, null, false, false);
  }
}
