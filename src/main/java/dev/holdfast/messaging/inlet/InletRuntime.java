package dev.holdfast.messaging.inlet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.PlatformRuntime;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.Publication;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service that publishes what it is given and has no state of its own: the idempotency key of a
 * call is what makes a message come once.
 */
public final class InletRuntime extends PlatformRuntime {
  static final String SERVICE = "holdfast-inlet";
  static final String PUBLISH = "publish";

  private static final ObjectMapper JSON = new ObjectMapper();

  public InletRuntime() {
    super(SERVICE, PUBLISH);
  }

  /** The argument that publishes a message. */
  static Json argument(InboundMessage message) {
    ObjectNode argument = JSON.createObjectNode();
    argument.put("topic", message.topic()).put("key", message.key());
    try {
      argument.set("payload", JSON.readTree(message.payload().utf8()));
    } catch (IOException e) {
      throw new IllegalArgumentException("The payload is not JSON: " + e.getMessage(), e);
    }
    if (!message.attributes().isEmpty()) {
      ObjectNode attributes = argument.putObject("attributes");
      new TreeMap<>(message.attributes()).forEach(attributes::put);
    }
    try {
      return Json.wrap(JSON.writeValueAsBytes(argument));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("The message has no JSON form: " + e.getMessage(), e);
    }
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation) throws InvalidArgument {
    JsonNode argument;
    try {
      argument = JSON.readTree(invocation.argument().utf8());
      Map<String, String> attributes = new TreeMap<>();
      argument
          .path("attributes")
          .properties()
          .forEach(one -> attributes.put(one.getKey(), one.getValue().asText()));
      var publication =
          new Publication(
              argument.path("topic").asText(),
              argument.path("key").asText(),
              Json.wrap(JSON.writeValueAsBytes(argument.path("payload"))),
              attributes);
      var outbox = new Outbox(List.of(), List.of(publication), List.of(), List.of());
      return new Decision.Accepted(List.of(), state, Json.NULL, outbox);
    } catch (IOException e) {
      throw new InvalidArgument(
          ProblemCode.INVALID_JSON.problem("A message cannot be read: " + e.getMessage()));
    }
  }
}
