package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What operations share: schemas, headers, parameters, problems, and how callers prove who they
 * are.
 */
final class Components {
  static final String SECURITY = "operator";

  private static final String SHARED = "#/components/schemas/";
  private static final String DEFINITIONS = "#/$defs/";

  private final ObjectNode schemas;

  /** Definitions as their services wrote them, by the name they are shared under. */
  private final Map<String, Json> originals = new HashMap<>();

  Components(ObjectNode components) {
    this.schemas = components.putObject("schemas");
    problem(schemas.putObject("Problem"));
    parameters(components.putObject("parameters"));
    headers(components.putObject("headers"));
    responses(components.putObject("responses"));
    components
        .putObject("securitySchemes")
        .putObject(SECURITY)
        .put("type", "http")
        .put("scheme", "bearer")
        .put(
            "description",
            "Not asked for yet: callers on the node's own machine are operators, all others are"
                + " anonymous.");
  }

  private static void problem(ObjectNode schema) {
    schema.put("type", "object").put("description", "RFC 9457.");
    ObjectNode properties = schema.putObject("properties");
    text(properties, "type", "Where the code is explained.").put("format", "uri-reference");
    text(properties, "code", "The platform's code, or SERVICE/CODE for a rejection.");
    text(properties, "title", "The code in words.");
    properties.putObject("status").put("type", "integer");
    text(properties, "detail", "What was wrong this time.");
    text(properties, "instance", "The path that was called.").put("format", "uri-reference");
    text(properties, "pointer", "A JSON pointer to the wrong field of the body or argument.");
    schema.putArray("required").add("type").add("code").add("title").add("status");
  }

  private static ObjectNode text(ObjectNode properties, String name, String description) {
    return properties.putObject(name).put("type", "string").put("description", description);
  }

  private static void parameters(ObjectNode parameters) {
    header(parameters, "Idempotency-Key", "The same key gives the first result again.")
        .put("maxLength", 255);
    header(parameters, "If-Match", "The sequence number the instance must have, in quotes.");
    header(parameters, "Prefer", "respond-async: answer 202 at once, tell the outcome later.");
    header(parameters, "Holdfast-Timeout", "How long the caller waits: 1500, 1500ms or 2s.");
    header(parameters, "Holdfast-Deadline", "Until when the caller waits.")
        .put("format", "date-time");
    header(parameters, "Holdfast-Consistency", "strong, or bounded (the default).")
        .putArray("enum")
        .add("strong")
        .add("bounded");
    header(parameters, "traceparent", "W3C trace context; continued in the answer.");
    parameters
        .putObject("at")
        .put("name", "at")
        .put("in", "query")
        .put("description", "A sequence number or a time: the answer as of then.")
        .putObject("schema")
        .put("type", "string");
  }

  private static ObjectNode header(ObjectNode parameters, String name, String description) {
    return parameters
        .putObject(name)
        .put("name", name)
        .put("in", "header")
        .put("description", description)
        .putObject("schema")
        .put("type", "string");
  }

  private static void headers(ObjectNode headers) {
    answer(headers, "Holdfast-Sequence", "The instance's sequence number.", "integer");
    answer(headers, "Holdfast-Offset", "SLICE:OFFSET of the commit.", "string");
    answer(headers, "Holdfast-Version", "The version of the service.", "string");
    answer(headers, "Holdfast-Node", "The node where the instance lives.", "string");
    answer(headers, "Holdfast-Consistency", "strong, bounded or past.", "string");
    answer(headers, "Idempotency-Replayed", "true: the first result again.", "string");
    answer(headers, "Retry-After", "Seconds to wait.", "integer");
    answer(headers, "Location", "Where the outcome will be.", "string");
  }

  private static void answer(ObjectNode headers, String name, String description, String type) {
    headers.putObject(name).put("description", description).putObject("schema").put("type", type);
  }

  private static void responses(ObjectNode responses) {
    for (ProblemCode code : ProblemCode.values()) {
      ObjectNode response = responses.putObject(code.code());
      response.put("description", code.title() + " (" + code.code() + ").");
      if (code.status() == 429 || code.status() == 503) {
        response
            .putObject("headers")
            .putObject("Retry-After")
            .put("$ref", "#/components/headers/Retry-After");
      }
      problemContent(response);
    }
  }

  static void problemContent(ObjectNode response) {
    response
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
  }

  /**
   * Puts a schema among the shared ones and says how to refer to it. Its definitions become shared
   * ones too, because many tools follow no reference into the middle of a schema.
   */
  String schema(String service, String name, Json schema) {
    JsonNode tree = read(schema);
    var places = new HashMap<String, String>();
    for (Map.Entry<String, JsonNode> definition : tree.path("$defs").properties()) {
      places.put(definition.getKey(), place(service, name, definition));
    }
    for (Map.Entry<String, JsonNode> definition : tree.path("$defs").properties()) {
      String place = String.valueOf(places.get(definition.getKey()));
      rebase(definition.getValue(), name, places);
      schemas.set(place, definition.getValue());
    }
    rebase(tree, name, places);
    if (tree instanceof ObjectNode object) {
      object.remove(List.of("$defs", "$schema"));
    }
    if (tree.size() == 1 && tree.has("$ref")) {
      return tree.path("$ref").asText();
    }
    schemas.set(name, tree);
    return SHARED + name;
  }

  /** Under which name a definition is shared: the service's own unless another has taken that. */
  private String place(String service, String name, Map.Entry<String, JsonNode> definition) {
    String own = service + "." + definition.getKey();
    Json written = Json.of(definition.getValue().toString());
    Json known = originals.putIfAbsent(own, written);
    return known == null || known.equals(written) ? own : name + "." + definition.getKey();
  }

  static JsonNode read(Json schema) {
    try {
      return OpenApi.MAPPER.readTree(schema.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException("Not a schema: " + schema, e);
    }
  }

  /** Points references within a schema to where its parts are shared. */
  private static void rebase(JsonNode node, String name, Map<String, String> places) {
    if (node instanceof ArrayNode array) {
      array.forEach(element -> rebase(element, name, places));
    }
    if (node instanceof ObjectNode object) {
      String reference = object.path("$ref").asText("");
      if (reference.startsWith(DEFINITIONS)) {
        String rest = reference.substring(DEFINITIONS.length());
        int slash = rest.indexOf('/');
        String key = slash < 0 ? rest : rest.substring(0, slash);
        String deeper = slash < 0 ? "" : rest.substring(slash);
        object.put("$ref", SHARED + places.getOrDefault(key, key) + deeper);
      } else if (reference.equals("#") || reference.startsWith("#/properties/")) {
        object.put("$ref", SHARED + name + reference.substring(1));
      }
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!field.getKey().equals("$defs")) {
          rebase(field.getValue(), name, places);
        }
      }
    }
  }
}
