package dev.holdfast.edge;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A runtime whose handlers are lambdas; its one event sets fields of the state. */
final class ScriptedRuntime implements FunctionRuntime {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final ServiceDescription.Kind kind;
  private final String service;
  private final List<ServiceDescription.Handler> handlers = new ArrayList<>();
  private final Map<String, BiFunction<ObjectNode, JsonNode, Done>> commands = new HashMap<>();
  private final Map<String, BiFunction<ObjectNode, JsonNode, Optional<Object>>> queries =
      new HashMap<>();
  private volatile Runnable beforeFold = () -> {};

  ScriptedRuntime(String service, ServiceDescription.Kind kind) {
    this.service = service;
    this.kind = kind;
  }

  /** What a command did. */
  sealed interface Done {
    record Changed(Map<String, Object> fields, Object reply) implements Done {}

    record Rejected(String code) implements Done {}
  }

  /** How a handler is described. */
  record Shape(String argument, String reply, String route, List<String> allow, int bodyBytes) {
    static final Shape PLAIN = new Shape("", "", "", List.of("anyone"), 0);

    Shape argument(String schema) {
      return new Shape(schema, reply, route, allow, bodyBytes);
    }

    Shape reply(String schema) {
      return new Shape(argument, schema, route, allow, bodyBytes);
    }

    Shape route(String declared) {
      return new Shape(argument, reply, declared, allow, bodyBytes);
    }

    Shape allowing(String... rules) {
      return new Shape(argument, reply, route, List.of(rules), bodyBytes);
    }

    Shape bodyBytes(int most) {
      return new Shape(argument, reply, route, allow, most);
    }

    private ServiceDescription.Handler handler(String name, boolean query) {
      return new ServiceDescription.Handler(
          name,
          query,
          optional(argument).map(Json::of),
          optional(reply).map(Json::of),
          query ? List.of() : List.of(new ServiceDescription.Rejection("too-much", 422)),
          optional(route),
          allow,
          new ServiceDescription.Limits(
              Optional.empty(),
              Optional.empty(),
              bodyBytes == 0 ? Optional.empty() : Optional.of(bodyBytes)),
          List.of());
    }

    private static Optional<String> optional(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
  }

  ScriptedRuntime command(String name, Shape shape, BiFunction<ObjectNode, JsonNode, Done> body) {
    handlers.add(shape.handler(name, false));
    commands.put(name, body);
    return this;
  }

  ScriptedRuntime query(
      String name, Shape shape, BiFunction<ObjectNode, JsonNode, Optional<Object>> body) {
    handlers.add(shape.handler(name, true));
    queries.put(name, body);
    return this;
  }

  /** What is to happen each time events are folded. */
  void beforeFold(Runnable action) {
    beforeFold = action;
  }

  /** The state as a tree. */
  record State(ObjectNode tree) implements FunctionState {
    @Override
    public Json encode() {
      return Json.of(tree.toString());
    }
  }

  @Override
  public ServiceDescription description() {
    return new ServiceDescription(
        service,
        kind,
        "v1",
        Json.of("{\"type\":\"object\"}"),
        List.of(
            new ServiceDescription.Event("Set", 1, Json.of("{\"type\":\"object\"}"), List.of())),
        handlers);
  }

  @Override
  public FunctionState empty() {
    return new State(MAPPER.createObjectNode());
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation) throws FunctionFailed {
    try {
      Done done =
          requireNonNull(commands.get(invocation.handler())).apply(tree(state), read(invocation));
      return switch (done) {
        case Done.Rejected(String code) ->
            new Decision.Rejected(Problem.rejection(service, code, 422, "It is too much."));
        case Done.Changed(var fields, var reply) -> {
          List<EventData> events =
              fields.isEmpty() ? List.of() : List.of(new EventData("Set", 1, json(fields)));
          yield new Decision.Accepted(events, fold(state, events), json(reply));
        }
      };
    } catch (IllegalStateException bug) {
      throw new FunctionFailed("secret detail", bug);
    }
  }

  @Override
  public Answer query(FunctionState state, Invocation invocation) {
    return requireNonNull(queries.get(invocation.handler()))
        .apply(tree(state), read(invocation))
        .<Answer>map(value -> new Answer.Found(json(value)))
        .orElse(new Answer.Nothing());
  }

  @Override
  public FunctionState fold(FunctionState state, List<EventData> events) {
    beforeFold.run();
    ObjectNode next = tree(state).deepCopy();
    for (EventData event : events) {
      next.setAll((ObjectNode) tree(event.data()));
    }
    return new State(next);
  }

  @Override
  public Optional<FunctionState> decode(Json state) {
    return Optional.of(new State((ObjectNode) tree(state)));
  }

  @Override
  public void close() {}

  private static JsonNode read(Invocation invocation) {
    return tree(invocation.argument());
  }

  static ObjectNode tree(FunctionState state) {
    return ((State) state).tree();
  }

  static JsonNode tree(Json document) {
    try {
      return MAPPER.readTree(document.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json json(Object value) {
    return Json.of(MAPPER.valueToTree(value).toString());
  }
}
