package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Questions to the schema of an argument, whose fields may stand behind a reference to itself. */
final class OpenSchema {
  private OpenSchema() {}

  /** The schema that has the fields: the root, or what the root refers to. */
  private static JsonNode fields(JsonNode root) {
    String reference = root.path("$ref").asText("");
    return reference.startsWith("#/") ? root.at(reference.substring(1)) : root;
  }

  static JsonNode properties(JsonNode root) {
    JsonNode properties = fields(root).path("properties");
    return properties.isObject() ? properties : JsonNodeFactory.instance.objectNode();
  }

  static Set<String> required(Optional<JsonNode> root) {
    var required = new HashSet<String>();
    root.ifPresent(
        node -> fields(node).path("required").forEach(name -> required.add(name.asText())));
    return required;
  }

  static boolean isNullable(Optional<JsonNode> root) {
    if (root.isEmpty()) {
      return true;
    }
    for (JsonNode type : fields(root.get()).path("type")) {
      if (type.asText().equals("null")) {
        return true;
      }
    }
    return false;
  }
}
