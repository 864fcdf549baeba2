package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;

/**
 * Makes the actor of an instance when its shard first has a message for it. What cannot live here,
 * because its service is gone or its slice is not ours, answers and leaves at once.
 */
final class EntityBirth {
  private final EntityHost host;
  private final ShardedServices services;

  EntityBirth(EntityHost host, ShardedServices services) {
    this.host = host;
    this.services = services;
  }

  Behavior<EntityMessage> create(EntityContext<EntityMessage> context) {
    EntityId id = EntityId.parse(context.getEntityId());
    return Behaviors.setup(actor -> create(id, actor.getSelf(), context.getShard()));
  }

  private Behavior<EntityMessage> create(
      EntityId id, ActorRef<EntityMessage> self, ActorRef<ClusterSharding.ShardCommand> shard) {
    // A resident before the version is looked up: a deployment in between dismisses it.
    Residents.Resident resident = host.residents().enter(id, self);
    int slice = host.journal().slices().of(id.key());
    OptionalLong epoch = host.journal().epoch(slice);
    Optional<HostedService> service = services.hosted(id);
    if (service.isEmpty()) {
      host.residents().left(resident);
      Problem why = services.deployed().missing(id.service());
      return leaving(shard, replyTo -> replyTo.answer(Outcome.Refused.of(why)));
    }
    if (epoch.isEmpty()) {
      host.residents().left(resident);
      return leaving(shard, replyTo -> replyTo.sendAgain("its slice is not owned here"));
    }
    var place = new EntityShell.Place(self, resident, slice, epoch.getAsLong());
    var gate = new EntityGate(host, id, service.get(), place, shard);
    var shell = new EntityShell(host, id, service.get(), gate, place);
    gate.whenStopped(shell::stopped);
    // The shard would restart what throws, past the gate; stopped, it starts anew on demand.
    return Behaviors.supervise(Behaviors.intercept(() -> gate, shell))
        .onFailure(SupervisorStrategy.stop());
  }

  private static Behavior<EntityMessage> leaving(
      ActorRef<ClusterSharding.ShardCommand> shard, Consumer<ReplyPath> why) {
    return Behaviors.setup(
        actor -> {
          shard.tell(new ClusterSharding.Passivate<>(actor.getSelf()));
          return Behaviors.receiveMessage(
              message ->
                  switch (message) {
                    case EntityMessage.Request request -> {
                      why.accept(request.replyTo());
                      yield Behaviors.same();
                    }
                    case EntityMessage.Stop _ -> Behaviors.stopped();
                    case EntityMessage.Turn _,
                        EntityMessage.Leave _,
                        EntityMessage.Decided _,
                        EntityMessage.Proved _,
                        EntityMessage.Confirmed _ ->
                        Behaviors.same();
                  });
        });
  }
}
