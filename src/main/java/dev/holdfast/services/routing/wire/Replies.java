package dev.holdfast.services.routing.wire;

import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.PendingCalls;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The actor of a node that takes the outcomes which other nodes have for its calls. */
public final class Replies {
  private Replies() {}

  public static Behavior<NodeReply> create(PendingCalls calls, Unpacking unpacking) {
    return Behaviors.receiveMessage(
        reply -> {
          if (reply instanceof NodeReply.Oversized oversized) {
            unpacking.unpack(oversized, calls::told);
          } else {
            calls.told(reply);
          }
          return Behaviors.same();
        });
  }
}
