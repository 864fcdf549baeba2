package dev.holdfast.journal;

/** The journal's queue is full: the write was not made. */
public final class JournalBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalBusyException(String message) {
    super(message, null, false, false);
  }
}
