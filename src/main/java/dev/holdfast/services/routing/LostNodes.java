package dev.holdfast.services.routing;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Hears of nodes that have left, so that calls which may have been with them go elsewhere soon. */
public final class LostNodes {
  private LostNodes() {}

  public static Behavior<MemberRemoved> create(PendingCalls calls) {
    return Behaviors.setup(
        actor -> {
          Cluster.get(actor.getSystem())
              .subscriptions()
              .tell(Subscribe.create(actor.getSelf(), MemberRemoved.class));
          return Behaviors.receiveMessage(
              removed -> {
                calls.nodeLost();
                return Behaviors.same();
              });
        });
  }
}
