package dev.holdfast.messaging.outlets;

import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.PlatformRuntime;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A service that stands for the outlets: the instance with the name of an outlet keeps what that
 * one refused, and hands it over again when an operator says so.
 *
 * <p>Invariant: it has no state of its own. A message is released only after the outlet has
 * accepted it, so it may be handed over twice and is never lost.
 */
public final class OutletRuntime extends PlatformRuntime {
  public static final String SERVICE = "holdfast-outlet";
  static final String DELIVER = "deliver";

  private final Supplier<Map<String, Outlet>> outlets;

  /**
   * The service on one node.
   *
   * @param outlets those that are open here, by name
   */
  public OutletRuntime(Supplier<Map<String, Outlet>> outlets) {
    super(SERVICE, DELIVER);
    this.outlets = outlets;
  }

  /** The call by which an outlet is handed a message. */
  public static HandlerCall delivery(String outlet, TopicMessage message) {
    return new HandlerCall(new EntityId(SERVICE, outlet), DELIVER, MessageForm.write(message));
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation) throws InvalidArgument {
    TopicMessage message = MessageForm.read(invocation.argument());
    Optional<Outlet> outlet = Optional.ofNullable(outlets.get().get(invocation.id().id()));
    if (outlet.isEmpty()) {
      return notNow("There is no sink " + invocation.id().id() + " on this node.");
    }
    Duration patience = Duration.between(invocation.now(), invocation.deadline());
    try {
      Outlet.Handover handover =
          outlet
              .get()
              .deliver(message)
              .toCompletableFuture()
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return switch (handover) {
        case Outlet.Handover.Accepted _ -> new Decision.Accepted(List.of(), state, Json.NULL);
        case Outlet.Handover.NotNow(String why) -> notNow(why);
        case Outlet.Handover.Refused(String why) ->
            new Decision.Rejected(ProblemCode.INVALID_REQUEST.problem(why));
      };
    } catch (ExecutionException e) {
      return notNow(String.valueOf(e.getMessage()));
    } catch (TimeoutException e) {
      return notNow("The outlet has not answered within " + patience.toMillis() + " ms.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notNow("The node is being stopped.");
    }
  }

  private static Decision notNow(String why) {
    return new Decision.Rejected(ProblemCode.NOT_READY.problem(why));
  }
}
