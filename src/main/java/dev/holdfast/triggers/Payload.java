package dev.holdfast.triggers;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.holdfast.protocol.Json;
import java.io.IOException;

/** The payload of a message, taken apart. Nothing is there if it is not JSON, or absurdly deep. */
final class Payload {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Payload() {}

  static JsonNode read(Json payload) {
    try {
      return JSON.readTree(payload.utf8());
    } catch (IOException unreadable) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Reads a JSON pointer, which begins with a slash.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static JsonPointer pointer(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a JSON pointer begins with /");
    }
    for (int tilde = text.indexOf('~'); tilde >= 0; tilde = text.indexOf('~', tilde + 1)) {
      if (!text.startsWith("0", tilde + 1) && !text.startsWith("1", tilde + 1)) {
        throw new IllegalArgumentException(
            "in a JSON pointer ~ is written ~0, and / is written ~1");
      }
    }
    return JsonPointer.compile(text);
  }
}
