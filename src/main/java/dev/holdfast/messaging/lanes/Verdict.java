package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.Problem;

/** What became of a letter that was handed over. */
public sealed interface Verdict {
  /**
   * The receiver has it in its journal: handled, rejected or parked.
   *
   * @param before whether it was there already, or need not be any more
   */
  record Handled(boolean before) implements Verdict {
    public Handled() {
      this(false);
    }
  }

  /** It came before the one before it. */
  record TooEarly() implements Verdict {}

  /**
   * The receiver cannot be reached, is not there, or has too much to do: it waits.
   *
   * @param wholeGroup whether that is as true of all others of its service or outlet
   */
  record NotNow(Problem problem, boolean wholeGroup) implements Verdict {}

  /** The receiver failed over it: it is tried a few times. */
  record Failed(Problem problem) implements Verdict {}

  /** It can never be handled as it is. */
  record Hopeless(Problem problem) implements Verdict {}
}
