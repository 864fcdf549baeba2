package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an entity's actor: keeps what cannot be handled yet, bounded, in order, and lets
 * the actor take a turn when it is at rest. The actor's own stash is never used, so it cannot
 * overflow.
 *
 * <p>Invariant: a request is either waiting here, or in the turn under way, or answered; when the
 * actor stops, whatever waits here is told to be sent again.
 */
final class EntityGate extends BehaviorInterceptor<EntityMessage, EntityMessage> {
  private final EntityHost host;
  private final EntityId id;
  private final EntityShell.Place place;
  private final ActorRef<EntityMessage> self;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final HostedService service;
  private final Residents.Resident resident;
  private final int queue;
  private @Nullable ArrayDeque<EntityMessage.Request> waiting;
  private @Nullable EntityState committed;
  private @Nullable Runnable onStopped;
  private final UnderWay underWay = new UnderWay(this::answeredWithoutCommit);
  private boolean busy;
  private boolean writing;
  private boolean stopping;
  private boolean dismissed;

  EntityGate(
      EntityHost host,
      EntityId id,
      HostedService service,
      EntityShell.Place place,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(EntityMessage.class);
    this.host = host;
    this.id = id;
    this.service = service;
    this.place = place;
    this.self = place.self();
    this.shard = shard;
    this.queue = service.queue();
    this.resident = place.resident();
  }

  void whenStopped(Runnable action) {
    onStopped = action;
  }

  @Override
  public Behavior<EntityMessage> aroundReceive(
      TypedActorContext<EntityMessage> context,
      EntityMessage message,
      ReceiveTarget<EntityMessage> target) {
    return switch (message) {
      case EntityMessage.Request request -> receive(context, request, target);
      case EntityMessage.Turn turn ->
          isResting() && hasWaiting() ? target.apply(context, turn) : Behaviors.same();
      case EntityMessage.Decided decided -> target.apply(context, decided);
      case EntityMessage.Proved proved -> target.apply(context, proved);
      case EntityMessage.Confirmed confirmed -> target.apply(context, confirmed);
      case EntityMessage.Leave leave -> {
        if (isResting() && !hasWaiting()) {
          leave();
        } else if (leave == EntityMessage.Leave.SOON) {
          dismissed = true;
        }
        yield Behaviors.same();
      }
      case EntityMessage.Stop stop -> {
        stopping = true;
        host.residents().leaving(resident);
        yield isResting() && !hasWaiting() ? target.apply(context, stop) : Behaviors.same();
      }
    };
  }

  private Behavior<EntityMessage> receive(
      TypedActorContext<EntityMessage> context,
      EntityMessage.Request request,
      ReceiveTarget<EntityMessage> target) {
    request.replyTo().arrived();
    if (!request.target().equals(id)) {
      host.counters().misdelivered.increment();
      request.replyTo().sendAgain("it was delivered to " + id);
    } else if (request instanceof EntityMessage.Oversized oversized) {
      if (!underWay.has(request.replyTo().attempt())) {
        host.unpacking().unpack(oversized, self::tell);
      }
    } else if (request instanceof EntityMessage.Command command) {
      host.residents().used(resident);
      Optional<EntityMessage.Command> fresh = underWay.enter(command);
      if (fresh.isEmpty()) {
        return Behaviors.same();
      }
      if (isResting() && !hasWaiting()) {
        return target.apply(context, fresh.get());
      }
      hold(fresh.get());
    } else if (committed != null && !(writing && request instanceof EntityMessage.Examine)) {
      host.residents().used(resident);
      service.read(request, committed, place);
    } else {
      hold(request);
    }
    return Behaviors.same();
  }

  @Override
  public Behavior<EntityMessage> aroundSignal(
      TypedActorContext<EntityMessage> context, Signal signal, SignalTarget<EntityMessage> target) {
    if (signal instanceof PostStop) {
      host.residents().left(resident);
      if (onStopped != null) {
        onStopped.run();
      }
      failWaiting(replyTo -> replyTo.sendAgain("its instance stopped"));
    }
    return target.apply(context, signal);
  }

  private void answeredWithoutCommit(RequestId number, Outcome outcome) {
    if (committed != null) {
      committed.inbox().requests().told(number, outcome);
    }
  }

  void hold(EntityMessage.Request request) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(8);
    }
    if (waiting.size() < queue) {
      waiting.add(request);
      return;
    }
    host.counters().refusedFull.increment();
    request
        .replyTo()
        .answer(
            new Outcome.Refused(
                ProblemCode.TOO_MANY_REQUESTS.problem(
                    "%s has %d requests waiting, which is its limit.".formatted(id, queue)),
                1));
  }

  /** The next request whose caller still waits. */
  Optional<EntityMessage.Request> next() {
    while (waiting != null) {
      EntityMessage.Request request = waiting.poll();
      if (request == null) {
        return Optional.empty();
      }
      if (request.replyTo().isWaiting()) {
        return Optional.of(request);
      }
      underWay.drop(request);
    }
    return Optional.empty();
  }

  void putBack(EntityMessage.Request request) {
    if (waiting != null) {
      waiting.addFirst(request);
    }
  }

  void recovered(EntityState state) {
    committed = state;
    resident.bytes(service.sizeOf(state));
    rest();
  }

  void commit(EntityState state) {
    committed = state;
  }

  /** The state as the journal has it. */
  EntityState committed() {
    return Objects.requireNonNull(committed, "asked before the recovery was over");
  }

  void measured(int bytes) {
    resident.bytes(bytes);
  }

  void busy(boolean now) {
    busy = now;
  }

  /**
   * What an instance knows of messages is changed in place: not to be told before it is on disk.
   */
  void writing(boolean now) {
    writing = now;
  }

  /** A turn is over: the next one if something came in meanwhile, the end if it was asked for. */
  void rest() {
    if (dismissed) {
      leave();
    }
    if (hasWaiting()) {
      self.tell(EntityMessage.Turn.TURN);
      return;
    }
    // An idle instance keeps nothing that it can make again.
    waiting = null;
    if (stopping) {
      self.tell(EntityMessage.Stop.STOP);
    }
  }

  /** The shard answers with a stop, and keeps for the next activation what comes from now on. */
  private void leave() {
    dismissed = false;
    if (!stopping) {
      host.residents().leaving(resident);
      shard.tell(new ClusterSharding.Passivate<>(self));
    }
  }

  void failWaiting(Consumer<ReplyPath> why) {
    ArrayDeque<EntityMessage.Request> lost = waiting;
    waiting = null;
    if (lost != null) {
      lost.forEach(request -> why.accept(request.replyTo()));
    }
  }

  private boolean isResting() {
    return committed != null && !busy;
  }

  private boolean hasWaiting() {
    return waiting != null && !waiting.isEmpty();
  }
}
