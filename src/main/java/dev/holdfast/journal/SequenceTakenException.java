package dev.holdfast.journal;

/**
 * The sequence number already has a commit: the write was not made, and the entity that asked has
 * not seen all of its history. It must recover before it writes again.
 */
public final class SequenceTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SequenceTakenException(String message) {
    super(message, null, false, false);
  }
}
