package dev.holdfast.protocol;

import java.util.Optional;

/**
 * A message that an instance could not handle, kept by the instance itself until somebody helps.
 *
 * @param lane the way it came, see {@link MessageId}
 * @param problem why it could not be handled; for one that only waits, that it does
 * @param tries how often it was tried; 0 for one that waits behind another
 * @param blocking whether later messages of its lane wait for it
 */
public record ParkedMessage(
    HandlerCall call,
    Optional<HandlerCall> otherwise,
    String lane,
    MessageId id,
    Caller caller,
    Problem problem,
    int tries,
    boolean blocking) {
  /** Never tried: it is only parked because one before it is. */
  public boolean isWaiting() {
    return tries == 0;
  }

  /** After one more try. */
  public ParkedMessage failed(Problem why, boolean nowBlocking) {
    return new ParkedMessage(call, otherwise, lane, id, caller, why, tries + 1, nowBlocking);
  }

  /** With another argument. */
  public ParkedMessage edited(Json argument) {
    var edited = new HandlerCall(call.target(), call.handler(), argument);
    return new ParkedMessage(edited, otherwise, lane, id, caller, problem, tries, blocking);
  }
}
