package dev.holdfast.journal;

/**
 * The journal cannot take the write now, because its queue is full, the database cannot be reached
 * or refused: the write was not made, and may be tried again.
 */
public final class JournalBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalBusyException(String message) {
    super(message, null, false, false);
  }
}
