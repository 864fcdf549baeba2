package dev.holdfast.messaging.lanes;

import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import java.util.Optional;

/**
 * One message on its way along a lane.
 *
 * @param receiver whose letters keep their order: an instance, or a line of an outlet
 */
public record Letter(MessageId id, String receiver, Content content) {
  /** What is in it. */
  public sealed interface Content {
    /** A call of a handler. */
    record Invoke(HandlerCall call, Optional<HandlerCall> otherwise, Caller caller, boolean waits)
        implements Content {}

    /** A message of a topic for the world outside. */
    record Emit(TopicMessage message) implements Content {}
  }

  /** The service of the receiver; empty where it is none. */
  String service() {
    int slash = receiver.indexOf('/');
    return slash < 0 ? "" : receiver.substring(0, slash);
  }
}
