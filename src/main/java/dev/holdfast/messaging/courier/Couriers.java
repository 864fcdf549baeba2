package dev.holdfast.messaging.courier;

import dev.holdfast.journal.Journal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a courier for each slice that this node owns, under the epoch at which it does.
 *
 * <p>Invariant: at most one courier of this node works on a slice; one of an earlier epoch ends
 * before its successor begins, and one that failed is replaced by another actor, so that answers
 * meant for it reach nobody. Two nodes may think they own a slice for a moment: then both hand the
 * same messages over, and only the book of one is written.
 */
public final class Couriers {
  private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);
  private static final Duration TICK = Duration.ofMillis(200);

  /** Five seconds: how long work may wait in a slice that lost its owner and nobody asks for. */
  private static final int LOOKS_BETWEEN_TOUCHES = 25;

  /** A second, in looks: what failed may fail again. */
  private static final int PAUSE_AFTER_FAILURE = 5;

  private final ActorRef<Message> actor;

  private Couriers(ActorRef<Message> actor) {
    this.actor = actor;
  }

  private sealed interface Message {
    enum Look implements Message {
      LOOK
    }

    record End(CompletableFuture<Void> ended) implements Message {}
  }

  public static Couriers start(ActorSystem<?> system, CourierParts parts) {
    Behavior<Message> keeper =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    ticks -> {
                      ticks.startTimerWithFixedDelay(Message.Look.LOOK, TICK);
                      return new Keeper(context, parts);
                    }));
    return new Couriers(system.systemActorOf(keeper, "couriers", Props.empty()));
  }

  /** Writes down what was delivered and ends all couriers. */
  public CompletionStage<Void> stop() {
    var ended = new CompletableFuture<Void>();
    actor.tell(new Message.End(ended));
    return ended;
  }

  /** A courier at work. */
  private record Working(long epoch, ActorRef<CourierMessage> actor) {}

  private static final class Keeper extends AbstractBehavior<Message> {
    private final CourierParts parts;
    private final Map<Integer, Working> working = new HashMap<>();
    private CompletableFuture<Void> ended = new CompletableFuture<>();
    private boolean ending;
    private int looks;
    private int paused;
    private long directory;
    private Duration ahead;

    Keeper(ActorContext<Message> context, CourierParts parts) {
      super(context);
      this.parts = parts;
      this.ahead = ahead();
    }

    @Override
    public Receive<Message> createReceive() {
      return newReceiveBuilder()
          .onMessage(Message.class, this::onMessage)
          .onSignal(Terminated.class, this::onTerminated)
          .build();
    }

    private Behavior<Message> onMessage(Message message) {
      switch (message) {
        case Message.Look _ -> {
          if (!ending) {
            look();
          }
        }
        case Message.End(var future) -> {
          ending = true;
          ended = future;
          working.values().forEach(one -> one.actor().tell(CourierMessage.Stop.STOP));
          endIfDone();
        }
      }
      return this;
    }

    private void look() {
      looks++;
      if (looks % LOOKS_BETWEEN_TOUCHES == 1 && isOldest()) {
        touch();
      }
      if (directory != parts.directory().get().version() || clockWasSet()) {
        directory = parts.directory().get().version();
        working.values().forEach(one -> one.actor().tell(CourierMessage.Tick.TICK));
      }
      Journal journal = parts.journal();
      if (paused > 0) {
        paused--;
      }
      for (int slice = 0; slice < journal.slices().count(); slice++) {
        OptionalLong epoch = journal.epoch(slice);
        Working known = working.get(slice);
        if (known == null) {
          if (epoch.isPresent() && paused == 0) {
            start(slice, epoch.getAsLong());
          }
        } else if (epoch.isEmpty() || epoch.getAsLong() != known.epoch()) {
          // What it would write down is refused anyway; its successor starts once it has ended.
          getContext().stop(known.actor());
        }
      }
    }

    /** What is due by the clock may be so at once when it was set, or the machine stood still. */
    private boolean clockWasSet() {
      Duration before = ahead;
      ahead = ahead();
      return ahead.minus(before).abs().compareTo(TICK) > 0;
    }

    /** How far the clock is ahead of the time that only passes. */
    private Duration ahead() {
      return Duration.ofMillis(parts.clock().instant().toEpochMilli())
          .minusNanos(System.nanoTime());
    }

    /** One node is enough to see that every slice has an owner. */
    private boolean isOldest() {
      Cluster cluster = Cluster.get(getContext().getSystem());
      Member self = cluster.selfMember();
      if (!self.status().equals(MemberStatus.up())) {
        return false;
      }
      for (Member other : cluster.state().getMembers()) {
        if (other.status().equals(MemberStatus.up()) && other.isOlderThan(self)) {
          return false;
        }
      }
      return true;
    }

    private void touch() {
      for (int slice = 0; slice < parts.journal().slices().count(); slice++) {
        if (parts.journal().epoch(slice).isEmpty()) {
          parts.services().touch(slice);
        }
      }
    }

    private void start(int slice, long epoch) {
      ActorRef<CourierMessage> actor =
          getContext()
              .spawn(
                  Courier.create(parts, slice, epoch),
                  "slice-" + slice + "-" + epoch + "-" + System.nanoTime());
      getContext().watch(actor);
      working.put(slice, new Working(epoch, actor));
    }

    private Behavior<Message> onTerminated(Terminated terminated) {
      if (terminated instanceof ChildFailed failed) {
        LOG.error("A courier failed; another one begins soon", failed.getCause());
        paused = PAUSE_AFTER_FAILURE;
      }
      working.values().removeIf(one -> one.actor().path().equals(terminated.getRef().path()));
      endIfDone();
      return this;
    }

    private void endIfDone() {
      if (ending && working.isEmpty()) {
        LOG.debug("All couriers have ended");
        ended.complete(null);
      }
    }
  }
}
