package dev.holdfast.connectors.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A broker's body as JSON: one value of RFC 8259 in UTF-8, no key twice in an object, no half of a
 * surrogate pair, nested no deeper than what HTTP takes.
 */
final class JsonBody {
  private static final int DEPTH = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final ObjectMapper TREES = new ObjectMapper(FACTORY);

  private JsonBody() {}

  /** The text of a body; a mark of the byte order is none of JSON's. */
  static String decoded(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(body))
        .toString();
  }

  /** What is wrong with a document; empty when nothing is. */
  static Optional<String> wrong(String text) {
    try (JsonParser in = FACTORY.createParser(text)) {
      if (in.nextToken() == null) {
        return Optional.of("there is none");
      }
      int depth = 0;
      do {
        JsonToken token = in.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (hasHalfPair(in, token)) {
          return Optional.of("half of a surrogate pair");
        }
      } while (depth > 0 ? in.nextToken() != null : false);
      return in.nextToken() == null ? Optional.empty() : Optional.of("more than one value");
    } catch (JsonProcessingException e) {
      return Optional.of(String.valueOf(e.getOriginalMessage()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static boolean hasHalfPair(JsonParser in, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING && token != JsonToken.FIELD_NAME) {
      return false;
    }
    String text = in.getText();
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The text, number or truth value at a place; empty where there is none. */
  static Optional<String> at(String text, JsonPointer pointer) {
    try {
      JsonNode found = TREES.readTree(text).at(pointer);
      return found.isValueNode() && !found.isNull() && !found.isMissingNode()
          ? Optional.of(found.asText())
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
