package dev.holdfast.protocol;

import java.util.Optional;

/**
 * A durable call to be made once its commit is on disk.
 *
 * @param otherwise what is called instead if the receiver rejects
 * @param returned whether this is such an otherwise on its way back: a call of its receiver's own
 */
public record Send(HandlerCall call, Optional<HandlerCall> otherwise, boolean returned) {
  /** A call of the sender's. */
  public Send(HandlerCall call, Optional<HandlerCall> otherwise) {
    this(call, otherwise, false);
  }

  /** What a sender is sent back. */
  public static Send back(HandlerCall otherwise) {
    return new Send(otherwise, Optional.empty(), true);
  }
}
