package dev.holdfast.cli.drills.load;

/**
 * The course of one call over its attempts.
 *
 * <p>Invariant: without a key no attempt follows one that may have been written.
 */
final class Course {
  private final boolean keyed;
  private boolean perhapsWritten;

  /** What follows an attempt. */
  enum Next {
    AGAIN,
    ACKNOWLEDGED,
    /** The caller did not get what it was promised. */
    FAILED,
    /** Nobody may ask again, and nobody knows whether it was written. */
    UNKNOWN
  }

  Course(boolean keyed) {
    this.keyed = keyed;
  }

  /**
   * Decides after an attempt.
   *
   * @param timeLeft whether the caller's budget is not used up
   */
  Next after(Verdict verdict, boolean timeLeft) {
    return switch (verdict) {
      case DONE -> {
        // Whoever asked has gone by now.
        perhapsWritten |= !timeLeft;
        yield timeLeft ? Next.ACKNOWLEDGED : Next.FAILED;
      }
      case NOT_WRITTEN -> timeLeft ? Next.AGAIN : Next.FAILED;
      case UNKNOWN -> {
        perhapsWritten = true;
        if (!timeLeft) {
          yield Next.FAILED;
        }
        yield keyed ? Next.AGAIN : Next.UNKNOWN;
      }
      case REFUSED -> Next.FAILED;
      case BROKEN -> {
        perhapsWritten = true;
        yield Next.FAILED;
      }
    };
  }

  /** Whether an attempt may have been written though none was acknowledged. */
  boolean perhapsWritten() {
    return perhapsWritten;
  }
}
