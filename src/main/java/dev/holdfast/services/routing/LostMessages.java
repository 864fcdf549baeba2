package dev.holdfast.services.routing;

import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.Dropped;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Watches this node's dead letters for requests: one that never reached its instance was certainly
 * not handled, so its caller's node may send it again.
 */
public final class LostMessages {
  private LostMessages() {}

  public static Behavior<DeadLetter> create() {
    return Behaviors.setup(
        actor -> {
          actor
              .getSystem()
              .eventStream()
              .tell(new EventStream.Subscribe<>(DeadLetter.class, actor.getSelf()));
          return Behaviors.receiveMessage(
              letter -> {
                Object message =
                    letter.message() instanceof Dropped dropped
                        ? dropped.message()
                        : letter.message();
                if (message instanceof EntityMessage.Request request) {
                  request.replyTo().sendAgain("it reached no instance");
                }
                return Behaviors.same();
              });
        });
  }
}
