package dev.holdfast.messaging.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One JSON document, moved over token by token. Values are handed out as they stand in it, so a
 * number keeps its digits.
 *
 * <p>Invariant: what was passed over is valid UTF-8, has no key twice in one object, no half
 * surrogate pair, and is within the limits.
 */
final class StrictJson implements AutoCloseable {
  private final String text;
  private final JsonParser in;

  private StrictJson(String text, JsonParser in) {
    this.text = text;
    this.in = in;
  }

  /** Makes parsers that keep to the limits. */
  static JsonFactory factory(CloudEventLimits limits) {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxTokenCount(limits.tokens())
                .maxNumberLength(limits.numberLength())
                .maxStringLength(limits.bytes())
                .maxNameLength(limits.bytes())
                .build())
        .build();
  }

  /** Opens a document and stands before its first token. */
  static StrictJson open(JsonFactory factory, byte[] bytes) throws InvalidEvent {
    String text =
        utf8(bytes)
            .orElseThrow(
                () -> new InvalidEvent(ProblemCode.INVALID_JSON.at("", "It is not valid UTF-8.")));
    try {
      return new StrictJson(text, factory.createParser(text.toCharArray()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of the bytes; empty when they are not UTF-8. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Moves to the next token; at the end of the document that is none. */
  JsonToken next() throws InvalidEvent {
    try {
      JsonToken token = in.nextToken();
      if (token == null) {
        return JsonToken.NOT_AVAILABLE;
      }
      if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
        requirePairs(in.getText());
      }
      return token;
    } catch (StreamConstraintsException e) {
      throw invalid("It is nested too deeply, or has too many values or too long a number.");
    } catch (JsonProcessingException e) {
      throw invalid("At character " + e.getLocation().getCharOffset() + ": not valid JSON.");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requirePairs(String value) throws InvalidEvent {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw invalid("It has a lone surrogate.");
      }
    }
  }

  private InvalidEvent invalid(String detail) {
    return new InvalidEvent(
        ProblemCode.INVALID_JSON.at(in.getParsingContext().pathAsPointer().toString(), detail));
  }

  /** The name or the scalar that was moved to. */
  String text() {
    try {
      return in.getText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value that was moved to, as it stands in the document; moves to its end. */
  Json value(JsonToken first) throws InvalidEvent {
    int from = (int) in.currentTokenLocation().getCharOffset();
    int depth = 0;
    for (JsonToken token = first; ; token = next()) {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    try {
      in.finishToken();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Json.of(text.substring(from, (int) in.currentLocation().getCharOffset()));
  }

  /** One document that is one value. */
  static Json only(JsonFactory factory, byte[] bytes) throws InvalidEvent {
    try (StrictJson json = open(factory, bytes)) {
      Json value = json.value(json.first());
      json.end();
      return value;
    }
  }

  /** Moves to the first token, of which there must be one. */
  JsonToken first() throws InvalidEvent {
    JsonToken token = next();
    if (token == JsonToken.NOT_AVAILABLE) {
      throw invalid("There is no document.");
    }
    return token;
  }

  /** Demands that nothing follows. */
  void end() throws InvalidEvent {
    if (next() != JsonToken.NOT_AVAILABLE) {
      throw invalid("Something follows the document.");
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
