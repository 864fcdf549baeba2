package dev.holdfast.messaging.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Brings data into the form that its media type asks for, however it came. */
final class DataForms {
  private final JsonFactory factory;

  DataForms(JsonFactory factory) {
    this.factory = factory;
  }

  private static Optional<MediaType> type(Map<String, String> attributes) {
    return Optional.ofNullable(attributes.get("datacontenttype")).flatMap(MediaType::parse);
  }

  /** The body of binary mode; an empty one is no data. */
  Data ofBody(Map<String, String> attributes, byte[] body) throws InvalidEvent {
    return body.length == 0 ? new Data.None() : ofBytes(type(attributes), body, "");
  }

  /** The member {@code data_base64} at this place. */
  Data ofBase64(Map<String, String> attributes, String base64, String pointer) throws InvalidEvent {
    try {
      return ofBytes(type(attributes), Base64.getDecoder().decode(base64), pointer);
    } catch (IllegalArgumentException e) {
      throw InvalidEvent.at(pointer, "data_base64 must be Base64.");
    }
  }

  /** Text in the member {@code data} at this place, whose media type is not of JSON. */
  Data ofText(Map<String, String> attributes, String text) {
    return type(attributes).filter(MediaType::isText).isPresent()
        ? new Data.OfText(text)
        : binary(text.getBytes(StandardCharsets.UTF_8));
  }

  private Data ofBytes(Optional<MediaType> type, byte[] bytes, String pointer) throws InvalidEvent {
    if (type.isEmpty()) {
      return binary(bytes);
    }
    if (type.get().isJson()) {
      if (!type.get().isUtf8()) {
        throw new InvalidEvent(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE.at(pointer, "JSON data must be in UTF-8."));
      }
      return new Data.OfJson(json(bytes, pointer));
    }
    if (type.get().isText()) {
      return new Data.OfText(
          StrictJson.utf8(bytes)
              .orElseThrow(
                  () ->
                      InvalidEvent.at(
                          pointer, "The data is not valid UTF-8; name another charset.")));
    }
    return binary(bytes);
  }

  /** What is wrong within the data is told of the member that holds it. */
  private dev.holdfast.protocol.Json json(byte[] bytes, String pointer) throws InvalidEvent {
    try {
      return StrictJson.only(factory, bytes);
    } catch (InvalidEvent e) {
      Problem problem = e.problem();
      throw new InvalidEvent(
          ProblemCode.INVALID_JSON.at(
              pointer.isEmpty() ? problem.pointer() : pointer, problem.detail()));
    }
  }

  private static Data binary(byte[] bytes) {
    return new Data.Binary(Base64.getEncoder().encodeToString(bytes));
  }
}
