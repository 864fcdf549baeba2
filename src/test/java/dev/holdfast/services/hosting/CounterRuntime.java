package dev.holdfast.services.hosting;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A hand-written service for tests: a counter that adds, refuses negatives, fails on demand, blocks
 * or loops on demand, and asks another counter.
 */
final class CounterRuntime implements FunctionRuntime {
  /** A total whose state cannot be encoded, like a NaN in a record. */
  static final int NO_JSON = 666;

  private final ServiceDescription description;
  final CountDownLatch release = new CountDownLatch(1);

  CounterRuntime(String service, String version) {
    this.description =
        new ServiceDescription(
            service,
            ServiceDescription.Kind.ENTITY,
            version,
            Json.of("{\"type\":\"integer\"}"),
            List.of(new ServiceDescription.Event("Added", 1, Json.of("{}"), List.of())),
            List.of(
                handler("add", false),
                handler("look", false),
                handler("fail", false),
                handler("block", false),
                handler("loop", false),
                handler("ask", false),
                handler("value", true),
                handler("echo", true)));
  }

  private static ServiceDescription.Handler handler(String name, boolean query) {
    return new ServiceDescription.Handler(
        name,
        query,
        Optional.of(Json.of("{\"type\":\"integer\"}")),
        Optional.of(Json.of("{\"type\":\"integer\"}")),
        List.of(),
        Optional.empty(),
        List.of("anyone"),
        ServiceDescription.Limits.DEFAULT,
        List.of());
  }

  record Total(long value) implements FunctionState {
    @Override
    public Json encode() {
      if (value == NO_JSON) {
        throw new IllegalStateException("no JSON form, as asked");
      }
      return Json.of(Long.toString(value));
    }
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public FunctionState empty() {
    return new Total(0);
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed {
    long value = ((Total) state).value();
    return switch (invocation.handler()) {
      case "add" -> add(value, argument(invocation));
      case "look" -> new Decision.Accepted(List.of(), state, Json.of(Long.toString(value)));
      case "block" -> {
        try {
          release.await();
        } catch (InterruptedException e) {
          throw new FunctionFailed("interrupted", e);
        }
        yield add(value, 1);
      }
      case "loop" -> {
        while (release.getCount() > 0) {
          Thread.onSpinWait();
        }
        yield add(value, 1);
      }
      case "ask" ->
          switch (invocation
              .calls()
              .call(
                  new dev.holdfast.protocol.EntityId(
                      description.service(), "c" + argument(invocation)),
                  "ask",
                  Json.of(Long.toString(argument(invocation))))) {
            case Calls.Result.Replied(Json reply) -> new Decision.Accepted(List.of(), state, reply);
            case Calls.Result.Refused(Problem problem) -> new Decision.Rejected(problem);
          };
      default -> throw new FunctionFailed("as asked", new IllegalStateException("boom"));
    };
  }

  private Decision add(long value, long amount) {
    if (amount < 0) {
      return new Decision.Rejected(
          Problem.rejection(description.service(), "negative", 422, "Add something."));
    }
    return new Decision.Accepted(
        List.of(new EventData("Added", 1, Json.of(Long.toString(amount)))),
        new Total(value + amount),
        Json.of(Long.toString(value + amount)));
  }

  private static long argument(Invocation invocation) throws InvalidArgument {
    try {
      return Long.parseLong(invocation.argument().toString());
    } catch (NumberFormatException e) {
      throw new InvalidArgument(ProblemCode.INVALID_ARGUMENT.at("", "expected integer"));
    }
  }

  @Override
  public Answer query(FunctionState state, Invocation invocation) {
    return new Answer.Found(
        invocation.handler().equals("echo") ? invocation.argument() : state.encode());
  }

  @Override
  public FunctionState fold(FunctionState state, List<EventData> events) {
    long value = ((Total) state).value();
    for (EventData event : events) {
      value += Long.parseLong(event.data().toString());
    }
    return new Total(value);
  }

  @Override
  public Optional<FunctionState> decode(Json state) {
    return Optional.of(new Total(Long.parseLong(state.toString())));
  }

  @Override
  public void close() {
    release.countDown();
  }
}
