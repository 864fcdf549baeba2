package dev.holdfast.deployments.registry;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.PlatformService;
import java.util.List;
import java.util.Optional;

/**
 * The service whose instances are the deployments, by name: event sourced like every other, so that
 * who deployed what, and when, is in the journal for ever.
 */
public final class RegistryRuntime implements FunctionRuntime {
  public static final String SERVICE = "holdfast-deployments";

  private static final List<String> HANDLERS =
      List.of("add", "refuse", "share", "promote", "rollBack", "remove");

  private final ServiceDescription description = PlatformService.of(SERVICE, HANDLERS);

  private record State(Deployment deployment) implements FunctionState {
    @Override
    public Json encode() {
      return RegistryJson.state(deployment);
    }
  }

  /** The call that gives an order. */
  public static HandlerCall call(String deployment, Order order) {
    String handler =
        switch (order) {
          case Order.Add _ -> "add";
          case Order.Refuse _ -> "refuse";
          case Order.Share _ -> "share";
          case Order.Promote _ -> "promote";
          case Order.RollBack _ -> "rollBack";
          case Order.Remove _ -> "remove";
        };
    return new HandlerCall(
        new EntityId(SERVICE, deployment), handler, RegistryJson.argument(order));
  }

  /** What a deployment becomes by events as they stand in its journal. */
  public static Deployment fold(Deployment before, List<EventData> events) {
    Deployment deployment = before;
    for (EventData event : events) {
      deployment = deployment.apply(RegistryJson.change(event));
    }
    return deployment;
  }

  /** The state that a reply tells. */
  public static Deployment deployment(Json reply) {
    return RegistryJson.deployment(reply);
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public FunctionState empty() {
    return new State(Deployment.NONE);
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation) {
    Deployment now = deployment(state);
    Order order = RegistryJson.order(invocation.handler(), invocation.argument());
    return switch (Rules.decide(now, order, invocation.now())) {
      case Rules.Decided.Changes(List<Change> changes) -> {
        Deployment next = now;
        for (Change change : changes) {
          next = next.apply(change);
        }
        yield new Decision.Accepted(
            changes.stream().map(RegistryJson::event).toList(),
            new State(next),
            RegistryJson.state(next));
      }
      case Rules.Decided.Refused(var problem) -> new Decision.Rejected(problem);
    };
  }

  @Override
  public Answer query(FunctionState state, Invocation invocation) {
    return new Answer.Nothing();
  }

  @Override
  public FunctionState fold(FunctionState state, List<EventData> events) {
    return new State(fold(deployment(state), events));
  }

  @Override
  public Optional<FunctionState> decode(Json state) {
    return Optional.of(new State(RegistryJson.deployment(state)));
  }

  private static Deployment deployment(FunctionState state) {
    if (state instanceof State(Deployment deployment)) {
      return deployment;
    }
    throw new IllegalArgumentException("Not a state of a deployment");
  }

  @Override
  public void close() {}
}
