package dev.holdfast.services.hosting;

import dev.holdfast.journal.FencedException;
import dev.holdfast.journal.JournalBusyException;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.routing.ReplyPath;
import java.util.Optional;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.JournalPersistRejected;
import org.jspecify.annotations.Nullable;

/** Why a batch was not acknowledged by the journal, and what its callers are told. */
enum WriteFailure {
  /** Another node owns the slice now: certainly not written, so it may be sent again. */
  FENCED("another node has taken the slice over"),
  /** The journal's queue was full: certainly not written. */
  BUSY("the journal has too much to write"),
  /** The database did not answer: only reading the journal again will tell. */
  UNKNOWN("the journal did not say whether it wrote");

  private final String reason;

  WriteFailure(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  /** The failure that a signal tells of; empty when it tells of something else. */
  static Optional<WriteFailure> of(Signal signal) {
    if (signal instanceof JournalPersistFailed failed) {
      return Optional.of(because(failed.failure()));
    }
    if (signal instanceof JournalPersistRejected rejected) {
      return Optional.of(because(rejected.failure()));
    }
    return Optional.empty();
  }

  private static WriteFailure because(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FencedException) {
        return FENCED;
      }
      if (cause instanceof JournalBusyException) {
        return BUSY;
      }
    }
    return UNKNOWN;
  }

  /**
   * The instance stopped before the journal said whether it wrote, such as when another node took
   * its slice and the stop overtook the answer.
   *
   * <p>A tracked command may be asked again: whoever has the instance next has read its number from
   * the journal if it was written, because no write of an earlier epoch can land after a claim, and
   * none of the same epoch beside a later one. A command that came straight from its own node has
   * left no number. Its key, if it has one, would find the commit only while the dedup window, a
   * count, still has it; at a busy instance that may be less than the time to move. So its caller
   * is told what is known, and may ask again with the key itself.
   */
  static void tellOfStop(ReplyPath replyTo) {
    if (replyTo.attempt().tracked()) {
      replyTo.sendAgainInDoubt("its instance stopped while it wrote");
    } else {
      UNKNOWN.tell(replyTo);
    }
  }

  void tell(ReplyPath replyTo) {
    switch (this) {
      case FENCED -> replyTo.sendAgain(reason);
      case BUSY ->
          replyTo.answer(
              new Outcome.Refused(
                  ProblemCode.OVERLOADED.problem("The journal has too much to write."), 1));
      case UNKNOWN ->
          replyTo.answer(
              Outcome.Refused.of(
                  ProblemCode.OUTCOME_UNKNOWN.problem(
                      "The journal did not say whether it wrote the command. Ask again with the"
                          + " same Idempotency-Key to learn it.")));
    }
  }
}
