package dev.holdfast.services;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import java.util.Optional;

/** What made a call: somebody who waits for its answer, or the platform by what a commit caused. */
public sealed interface Origin {
  /** Somebody asks. */
  enum Asked implements Origin {
    ASKED
  }

  /**
   * A message on its way to its receiver. Handled or given up, it becomes one commit there.
   *
   * @param lane along which it comes: empty for a durable send, else of a subscription
   * @param previous the message before it in this lane and slice to this receiver, where that one
   *     is not certain to be handled: without it this one is too early
   * @param otherwise what the sender is sent back if the receiver rejects
   * @param waits whether later messages of the lane wait while one is parked
   * @param givenUp where it was tried often enough: it is to be parked instead of handled
   */
  record Delivered(
      String lane,
      MessageId id,
      Optional<MessageId> previous,
      Optional<HandlerCall> otherwise,
      boolean waits,
      Optional<GivenUp> givenUp)
      implements Origin {}

  /**
   * A timer of the called instance is due; what it calls only the instance knows.
   *
   * @param sequence of the commit that set it: a timer that was set again is another one
   */
  record TimerDue(String name, long sequence, Optional<GivenUp> givenUp) implements Origin {}

  /**
   * An operator looks after a parked message.
   *
   * @param by the operator, whom the commit names; a handler is told the caller of the message
   */
  record Repair(long number, Action action, Caller by) implements Origin {
    /** What is to be done with it. */
    public sealed interface Action {
      /** To be handled again, now. */
      record Retry() implements Action {}

      /** To have another argument. */
      record Edit(Json argument) implements Action {}

      /** Not to be handled at all. */
      record Skip() implements Action {}
    }
  }

  /** How often it was tried, and the last failure. */
  record GivenUp(Problem problem, int tries) {}
}
