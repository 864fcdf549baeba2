package dev.holdfast.services.hosting;

import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.PendingCalls;
import dev.holdfast.services.routing.wire.Parcels;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The ways of a node's calls: straight to an instance in memory here, else through the shard
 * region, which knows every node.
 */
final class NodeWays implements PendingCalls.Ways {
  private final Residents residents;
  private final Parcels parcels;
  private volatile Optional<ActorRef<NodeReply>> replies = Optional.empty();
  private volatile Optional<ActorRef<EntityMessage>> region = Optional.empty();

  NodeWays(Residents residents, Parcels parcels) {
    this.residents = residents;
    this.parcels = parcels;
  }

  /** Known only once there are calls that can be answered. */
  void replies(ActorRef<NodeReply> actor) {
    replies = Optional.of(actor);
  }

  /** From now on this node takes part. */
  void region(ActorRef<EntityMessage> actor) {
    region = Optional.of(actor);
  }

  @Override
  public boolean deliver(EntityMessage.Request request) {
    return residents.deliver(request);
  }

  @Override
  public void route(EntityMessage.Request request) {
    region.ifPresentOrElse(
        actor -> actor.tell(request),
        () -> request.replyTo().sendAgain("the node does not take part yet"));
  }

  @Override
  public void answered(RequestId id) {
    parcels.answered(id);
  }

  @Override
  public ActorRef<NodeReply> replies() {
    return replies.orElseThrow();
  }
}
