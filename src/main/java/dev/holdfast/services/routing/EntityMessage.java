package dev.holdfast.services.routing;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.services.Call;
import dev.holdfast.services.handlers.Ran;
import java.util.Optional;

/** What an entity is told: requests from outside, and notes it sends to itself. */
public sealed interface EntityMessage {
  /** A request that somebody waits for; the only messages that cross from node to node. */
  sealed interface Request extends EntityMessage {
    EntityId target();

    ReplyPath replyTo();
  }

  /** Run a command handler. */
  record Command(Call call, ReplyPath replyTo) implements Request {
    @Override
    public EntityId target() {
      return call.target();
    }
  }

  /** Run a query handler on the committed state. */
  record Query(Call call, ReplyPath replyTo) implements Request {
    @Override
    public EntityId target() {
      return call.target();
    }
  }

  /** Show the committed state. */
  record Inspect(EntityId target, ReplyPath replyTo) implements Request {}

  /** Show what a call with this idempotency key was answered. */
  record Recall(EntityId target, String idempotencyKey, ReplyPath replyTo) implements Request {}

  /**
   * Show what the instance knows of messages as of its last commit.
   *
   * @param number of the one parked message that is asked for, whole; 0 for a list of all
   */
  record Examine(EntityId target, long number, ReplyPath replyTo) implements Request {}

  /** A request that is too long for one frame; whoever gets it fetches the rest. */
  record Oversized(EntityId target, ReplyPath replyTo, ParcelAddress rest) implements Request {}

  /** To itself: there may be something waiting, and nothing is under way. */
  enum Turn implements EntityMessage {
    TURN
  }

  /** To itself, from a handler's own thread: what it decided. */
  record Decided(Command command, Ran<Decision> result) implements EntityMessage {}

  /** To itself: whether the database says that the state of the turn under way is current. */
  record Proved(Optional<Boolean> owned) implements EntityMessage {}

  /** To itself: whether the version that it runs is the one it is to run; absent: nobody knows. */
  record Confirmed(Optional<Boolean> current) implements EntityMessage {}

  /** From the residents: leave memory. */
  enum Leave implements EntityMessage {
    /** If nothing is under way; being busy is a reason to stay. */
    IF_IDLE,
    /** As soon as the turn under way is over: another version is to run. */
    SOON
  }

  /** From the shard: stop once everything waiting is done. */
  enum Stop implements EntityMessage {
    STOP
  }
}
