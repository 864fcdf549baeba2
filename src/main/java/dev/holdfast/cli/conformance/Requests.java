package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Requests as a node would make them, to be changed for what a check wants. */
public final class Requests {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Requests() {}

  /** A decision on the state before the first event. */
  public static ObjectNode decide(Described.Service service, String handler, JsonNode argument) {
    ObjectNode request = decide(service.name(), handler, argument);
    if (service.hasState()) {
      state(request, "c.1", NODES.nullNode());
    }
    return request;
  }

  /** The same without a state. */
  static ObjectNode decide(String service, String handler, JsonNode argument) {
    ObjectNode request = NODES.objectNode();
    request.put("service", service);
    request.put("id", "c1");
    request.put("handler", handler);
    request.set("argument", argument);
    request.put("sequence", 0);
    request.put("now", "2026-01-31T10:00:00.000Z");
    request.put("deadline", "2026-01-31T10:00:10.000Z");
    ObjectNode caller = request.putObject("caller");
    caller.put("kind", "user").put("name", "anna").putArray("roles").add("admin");
    return request;
  }

  /** Sends a state along, and wants the next one. */
  static ObjectNode state(ObjectNode request, String token, JsonNode value) {
    request.putObject("state").put("token", token).set("value", value);
    request.put("next", token + ".next");
    request.putArray("wants").add("state");
    return request;
  }

  /** The same with a state that is only named; what comes out has a name that nothing else has. */
  static ObjectNode token(ObjectNode request, String token) {
    ObjectNode named = request.deepCopy().put("next", token + ".next");
    named.putObject("state").put("token", token);
    return named;
  }

  static ObjectNode fold(String service, JsonNode... instances) {
    ObjectNode request = NODES.objectNode().put("service", service);
    var list = request.putArray("instances");
    for (JsonNode instance : instances) {
      list.add(instance);
    }
    return request;
  }

  static ObjectNode instance(JsonNode state, JsonNode... events) {
    ObjectNode instance = NODES.objectNode();
    instance.set("state", state);
    var list = instance.putArray("events");
    for (JsonNode event : events) {
      list.add(event);
    }
    return instance;
  }

  static ObjectNode event(String type, int version, JsonNode data) {
    ObjectNode event = NODES.objectNode().put("type", type).put("version", version);
    event.set("data", data);
    return event;
  }
}
