package dev.holdfast.services.hosting;

import dev.holdfast.services.Outcome;

/** Where the outcome of a call goes; the first outcome counts, later ones are ignored. */
interface ReplyPath {
  void answer(Outcome outcome);

  /** The message was certainly not handled and may be sent again as it is. */
  void sendAgain(String why);

  /** False once the caller has its answer, so that nobody works for a caller who left. */
  boolean isWaiting();
}
