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
    boolean blocking) {}
