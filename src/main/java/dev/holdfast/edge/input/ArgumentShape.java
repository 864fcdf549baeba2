package dev.holdfast.edge.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a handler's argument can be filled from text: what its JSON Schema says, reduced to what a
 * path and a query can carry.
 */
public sealed interface ArgumentShape {
  /** The handler takes no argument. */
  record Nothing() implements ArgumentShape {}

  /** One value that stands for itself, or a list of such values. */
  record Single(Text text, boolean list) implements ArgumentShape {}

  /** Fields by name. */
  record Fields(Map<String, Single> fields) implements ArgumentShape {
    public Fields {
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** How text becomes a JSON value. */
  enum Text {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** Whatever cannot be written in a path or a query. */
    DOCUMENT
  }

  ObjectMapper MAPPER = new ObjectMapper();

  /** References that lead through more others than this are taken for a document. */
  int LONGEST_CHAIN = 16;

  static ArgumentShape of(Optional<Json> schema) {
    if (schema.isEmpty()) {
      return new Nothing();
    }
    try {
      JsonNode root = MAPPER.readTree(schema.get().utf8());
      JsonNode node = resolve(root, root);
      JsonNode properties = node.get("properties");
      if (properties == null || !properties.isObject()) {
        return single(root, node);
      }
      var fields = new LinkedHashMap<String, Single>();
      for (Map.Entry<String, JsonNode> property : properties.properties()) {
        fields.put(property.getKey(), single(root, property.getValue()));
      }
      return new Fields(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The schema is not JSON: " + schema.get(), e);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Single single(JsonNode root, JsonNode schema) {
    JsonNode node = resolve(root, schema);
    if (type(node).equals("array") && node.get("items") != null) {
      return new Single(text(resolve(root, node.get("items"))), true);
    }
    return new Single(text(node), false);
  }

  private static Text text(JsonNode node) {
    return switch (type(node)) {
      case "string" -> Text.STRING;
      case "integer" -> Text.INTEGER;
      case "number" -> Text.NUMBER;
      case "boolean" -> Text.BOOLEAN;
      default -> Text.DOCUMENT;
    };
  }

  /** The one type besides null that the schema names, or what its enumerated values have. */
  private static String type(JsonNode node) {
    JsonNode type = node.path("type");
    if (type.isTextual()) {
      return type.textValue();
    }
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    JsonNode first = node.path("enum").path(0);
    return first.isTextual() || node.path("const").isTextual() ? "string" : "";
  }

  /** Follows references within the document and steps through "this or null". */
  private static JsonNode resolve(JsonNode root, JsonNode schema) {
    JsonNode node = schema;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      String reference = node.path("$ref").asText("");
      if (reference.startsWith("#")) {
        node = root.at(reference.substring(1));
      } else if (node.path("anyOf").size() == 2 || node.path("oneOf").size() == 2) {
        JsonNode choice = node.has("anyOf") ? node.get("anyOf") : node.get("oneOf");
        boolean nullFirst = choice.get(0).path("type").asText().equals("null");
        boolean nullSecond = choice.get(1).path("type").asText().equals("null");
        if (!nullFirst && !nullSecond) {
          return node;
        }
        node = choice.get(nullFirst ? 1 : 0);
      } else {
        return node;
      }
    }
    return node;
  }
}
