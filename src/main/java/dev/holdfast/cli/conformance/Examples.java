package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values made up from a JSON Schema, with as much of it as SDKs describe arguments with. */
final class Examples {
  private static final int DEEPEST = 32;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Map<String, String> TEXTS =
      Map.of(
          "date-time", "2026-01-31T10:00:00.000Z",
          "date", "2026-01-31",
          "duration", "PT1S",
          "uuid", "6f1c2a52-7a0c-4f3b-9a52-0c0f5d3f3c11",
          "uri", "https://example.org/");

  private final JsonNode root;

  Examples(JsonNode root) {
    this.root = root;
  }

  /** A value that fits; absent if none could be found. */
  Optional<JsonNode> fitting() {
    return of(root, DEEPEST);
  }

  /** A value that does not fit, and where. */
  record Misfit(JsonNode value, String pointer) {}

  /** Values that do not fit, each for one reason. */
  List<Misfit> misfits() {
    var misfits = new ArrayList<Misfit>();
    JsonNode schema = resolved(root, DEEPEST);
    wrong(schema).ifPresent(value -> misfits.add(new Misfit(value, "")));
    Optional<JsonNode> fitting = fitting();
    if (fitting.isEmpty() || !fitting.get().isObject()) {
      return misfits;
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      Optional<JsonNode> wrong = wrong(resolved(property.getValue(), DEEPEST));
      if (wrong.isPresent()) {
        ObjectNode value = fitting.get().deepCopy();
        value.set(property.getKey(), wrong.get());
        misfits.add(new Misfit(value, "/" + escaped(property.getKey())));
      }
    }
    for (JsonNode name : schema.path("required")) {
      ObjectNode value = fitting.get().deepCopy();
      value.remove(name.asText());
      misfits.add(new Misfit(value, "/" + escaped(name.asText())));
    }
    return misfits;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private Optional<JsonNode> of(JsonNode given, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    JsonNode schema = resolved(given, depth);
    if (schema.has("const")) {
      return Optional.of(schema.path("const"));
    }
    if (schema.path("enum").size() > 0) {
      return Optional.of(schema.path("enum").get(0));
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      for (JsonNode one : schema.path(choice)) {
        Optional<JsonNode> found = of(one, depth - 1);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> Optional.of(NODES.textNode(text(schema)));
      case "integer" -> Optional.of(NODES.numberNode(1));
      case "number" -> Optional.of(NODES.numberNode(1.5));
      case "boolean" -> Optional.of(NODES.booleanNode(true));
      case "null" -> Optional.of(NODES.nullNode());
      default -> Optional.empty();
    };
  }

  private static String text(JsonNode schema) {
    return schema.path("contentEncoding").asText().equals("base64")
        ? "aGk="
        : TEXTS.getOrDefault(schema.path("format").asText(), "text");
  }

  private Optional<JsonNode> object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      Optional<JsonNode> value = of(property.getValue(), depth - 1);
      if (value.isPresent()) {
        object.set(property.getKey(), value.get());
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (!object.has(name.asText())) {
        return Optional.empty();
      }
    }
    return Optional.of(object);
  }

  private Optional<JsonNode> array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    of(schema.path("items"), depth - 1).ifPresent(array::add);
    return Optional.of(array);
  }

  /** A value of another type; absent where several are allowed, or any. */
  private static Optional<JsonNode> wrong(JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "integer", "number", "boolean", "array", "object" ->
          Optional.of(NODES.textNode("of another type"));
      case "string" -> Optional.of(NODES.numberNode(1));
      default -> Optional.empty();
    };
  }

  /** Follows references within the document. */
  private JsonNode resolved(JsonNode schema, int depth) {
    String reference = schema.path("$ref").asText();
    if (depth == 0 || !reference.startsWith("#")) {
      return schema;
    }
    return resolved(root.at(reference.substring(1)), depth - 1);
  }
}
