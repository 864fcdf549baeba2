package dev.holdfast.services.routing;

import dev.holdfast.services.Outcome;

/** Where the outcome of a request goes; the first outcome counts, later ones are ignored. */
public interface ReplyPath {
  void answer(Outcome outcome);

  /** The message was certainly not handled and may be sent again as it is. */
  void sendAgain(String why);

  /**
   * Whether the message was handled only the journal knows, so whoever gets it next has to look for
   * its number. Only for a tracked attempt: no other has left a number in the journal.
   */
  void sendAgainInDoubt(String why);

  /** False once the caller has its answer, so that nobody works for a caller who left. */
  boolean isWaiting();

  /**
   * An instance of this process has the message: from now on it is answered, or told to be lost.
   */
  void arrived();

  /** As the instance that handles the message has to see it. */
  Attempt attempt();

  /** How another node would answer. */
  ReturnAddress returnAddress();
}
