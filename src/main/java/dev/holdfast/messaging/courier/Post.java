package dev.holdfast.messaging.courier;

import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.directory.Directory;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.messaging.outlets.OutletRuntime;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hands letters and due timers over, to instances or to the world outside. */
final class Post {
  private final CourierParts parts;

  Post(CourierParts parts) {
    this.parts = parts;
  }

  CompletionStage<Verdict> deliver(
      String lane, Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
    return switch (letter.content()) {
      case Letter.Content.Invoke invoke -> invoke(lane, letter, invoke, previous, givenUp);
      case Letter.Content.Emit(TopicMessage message) -> emit(lane, letter, message, givenUp);
    };
  }

  private CompletionStage<Verdict> invoke(
      String lane,
      Letter letter,
      Letter.Content.Invoke invoke,
      Optional<MessageId> previous,
      Optional<Origin.GivenUp> givenUp) {
    Optional<Verdict> paused = paused(invoke.call().target());
    if (paused.isPresent()) {
      return CompletableFuture.completedFuture(paused.get());
    }
    if (invoke.hopeless().isPresent() && givenUp.isEmpty()) {
      return CompletableFuture.completedFuture(new Verdict.Hopeless(invoke.hopeless().get()));
    }
    var origin =
        new Origin.Delivered(
            lane, letter.id(), previous, invoke.otherwise(), invoke.waits(), givenUp);
    return send(Call.of(invoke.call(), invoke.caller(), deadline(), origin));
  }

  CompletionStage<Verdict> fire(Firing firing) {
    EntityId entity = firing.entity();
    Optional<Verdict> paused = paused(entity);
    if (paused.isPresent()) {
      return CompletableFuture.completedFuture(paused.get());
    }
    var call = new HandlerCall(entity, "", Json.NULL);
    return send(Call.of(call, Caller.service(entity.service()), deadline(), firing.origin()));
  }

  /** A handler that is run by the calendar; the time it is due is what it is known by. */
  CompletionStage<Verdict> run(HandlerCall call, Origin.Delivered due) {
    Optional<Verdict> paused = paused(call.target());
    return paused.isPresent()
        ? CompletableFuture.completedFuture(paused.get())
        : send(Call.of(call, Caller.service(call.target().service()), deadline(), due));
  }

  private CompletionStage<Verdict> send(Call call) {
    return parts.services().deliver(call).thenApply(Verdicts::of);
  }

  private Optional<Verdict> paused(EntityId target) {
    Directory directory = parts.directory().get();
    return directory.pausedServices().contains(target.service())
        ? Optional.of(
            new Verdict.NotNow(
                ProblemCode.NOT_READY.problem(target.service() + " is paused."), true))
        : Optional.empty();
  }

  private Instant deadline() {
    return parts.clock().instant().plus(parts.settings().deadline());
  }

  private CompletionStage<Verdict> emit(
      String lane, Letter letter, TopicMessage message, Optional<Origin.GivenUp> givenUp) {
    if (givenUp.isPresent()) {
      return send(park(lane, letter, message, givenUp));
    }
    Outlet outlet = parts.directory().get().outlets().get(outletOf(letter));
    if (outlet == null) {
      return CompletableFuture.completedFuture(
          new Verdict.NotNow(ProblemCode.NOT_READY.problem("The outlet is not open."), true));
    }
    return outlet
        .deliver(message)
        .handle((handover, failure) -> failure == null ? of(handover) : Verdicts.notNow(failure));
  }

  /**
   * What an outlet refuses is parked at an instance that stands for it. That one knows of a lane
   * only its last message, and messages of different lines are given up in no order: so each comes
   * along a lane of its own, whose name ends with the message's id.
   */
  private Call park(
      String lane, Letter letter, TopicMessage message, Optional<Origin.GivenUp> givenUp) {
    var origin =
        new Origin.Delivered(
            lane + " " + letter.id().key(),
            letter.id(),
            Optional.empty(),
            Optional.empty(),
            false,
            givenUp);
    HandlerCall call = OutletRuntime.delivery(outletOf(letter), message);
    return Call.of(call, Caller.service(OutletRuntime.SERVICE), deadline(), origin);
  }

  private static Verdict of(Outlet.Handover handover) {
    return switch (handover) {
      case Outlet.Handover.Accepted _ -> new Verdict.Handled();
      case Outlet.Handover.NotNow(String why) ->
          new Verdict.NotNow(ProblemCode.NOT_READY.problem(why), true);
      case Outlet.Handover.Refused(String why) -> new Verdict.Failed(refused(why));
    };
  }

  private static Problem refused(String why) {
    return ProblemCode.INVALID_REQUEST.problem(why);
  }

  /** The receiver of a letter to an outlet is the outlet and one of its lines. */
  private static String outletOf(Letter letter) {
    return letter.receiver().substring(0, letter.receiver().indexOf(' '));
  }
}
