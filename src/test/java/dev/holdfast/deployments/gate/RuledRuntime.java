package dev.holdfast.deployments.gate;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.Invocation;
import java.util.List;
import java.util.Optional;

/** A hand-written service for tests: it counts events, and decides as a rule says. */
record RuledRuntime(String version, Rule rule) implements FunctionRuntime {
  /** What its only handler does. */
  @FunctionalInterface
  interface Rule {
    Decision decide(Events state, Invocation invocation) throws FunctionFailed;
  }

  /** How many there were. */
  record Events(int count) implements FunctionState {
    @Override
    public Json encode() {
      return Json.of(Integer.toString(count));
    }
  }

  @Override
  public ServiceDescription description() {
    return new ServiceDescription(
        "thing",
        ServiceDescription.Kind.ENTITY,
        version,
        Json.of("{\"type\":\"integer\"}"),
        List.of(),
        List.of());
  }

  @Override
  public FunctionState empty() {
    return new Events(0);
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation) throws FunctionFailed {
    return rule.decide((Events) state, invocation);
  }

  @Override
  public Answer query(FunctionState state, Invocation invocation) {
    throw new UnsupportedOperationException("It has no query.");
  }

  @Override
  public FunctionState fold(FunctionState state, List<EventData> events) throws FunctionFailed {
    for (EventData event : events) {
      if (event.type().equals("Unreadable")) {
        throw new FunctionFailed("unreadable", new IllegalStateException("as asked"));
      }
    }
    return new Events(((Events) state).count() + events.size());
  }

  @Override
  public Optional<FunctionState> decode(Json state) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
