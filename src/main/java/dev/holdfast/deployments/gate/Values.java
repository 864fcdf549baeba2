package dev.holdfast.deployments.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.util.Optional;

/** JSON of journals as it is compared, and as findings show it. */
final class Values {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 80;

  private Values() {}

  static JsonNode tree(Json value) {
    try {
      return JSON.readTree(value.utf8());
    } catch (IOException e) {
      throw new IllegalStateException("What is no JSON was kept: " + e.getMessage(), e);
    }
  }

  static String shown(Optional<JsonNode> value) {
    return cut(value.map(JsonNode::toString).orElse("nothing"));
  }

  static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
