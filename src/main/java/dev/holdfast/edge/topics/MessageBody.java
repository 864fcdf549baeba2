package dev.holdfast.edge.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.holdfast.edge.input.JsonGuard;
import dev.holdfast.edge.input.JsonLimits;
import dev.holdfast.edge.input.RequestRefused;
import dev.holdfast.messaging.cloudevents.CloudEventLimits;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One message as a body: {@code {"key":"o-1","payload":{…},"attributes":{"a":"b"}}}.
 *
 * <p>Invariant: the payload is what stood in the body, byte for byte.
 */
public record MessageBody(String key, Json payload, Map<String, String> attributes) {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // The guard has passed it by then.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  public MessageBody {
    attributes = Map.copyOf(attributes);
  }

  /** What a message from outside may cost. */
  public record Bounds(JsonLimits document, CloudEventLimits events) {}

  /** Reads a body that says all. */
  public static MessageBody whole(byte[] body, Bounds bounds) throws RequestRefused {
    guard(body, bounds);
    Optional<String> key = Optional.empty();
    Json payload = Json.NULL;
    Map<String, String> attributes = Map.of();
    try (JsonParser in = FACTORY.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw wrong("", "A message is an object with key, payload and attributes.");
      }
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        JsonToken token = in.nextToken();
        switch (field) {
          case "key" -> key = Optional.of(text("/key", token, in));
          case "payload" -> payload = slice(in, body);
          case "attributes" -> attributes = attributes(token, in, bounds.events());
          default ->
              throw wrong(
                  "/" + field.replace("~", "~0").replace("/", "~1"),
                  "A message has key, payload and attributes.");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The guard let pass what is not JSON", e);
    }
    return new MessageBody(
        key(key.orElseThrow(() -> wrong("/key", "The key is missing.")), "/key", bounds.events()),
        sized(payload, "/payload", bounds.events()),
        attributes);
  }

  /** Reads a body that is the payload of a message whose key was given beside it. */
  public static MessageBody payload(String key, byte[] body, Bounds bounds) throws RequestRefused {
    String checked = key(key, "", bounds.events());
    if (body.length == 0) {
      return new MessageBody(checked, Json.NULL, Map.of());
    }
    guard(body, bounds);
    return new MessageBody(checked, sized(Json.wrap(body), "", bounds.events()), Map.of());
  }

  private static void guard(byte[] body, Bounds bounds) throws RequestRefused {
    Optional<Problem> fault = JsonGuard.check(body, bounds.document());
    if (fault.isPresent()) {
      throw new RequestRefused(fault.get());
    }
  }

  private static String key(String key, String pointer, CloudEventLimits limits)
      throws RequestRefused {
    if (key.isEmpty() || key.getBytes(StandardCharsets.UTF_8).length > limits.attributeBytes()) {
      throw wrong(pointer, "A key has 1 to " + limits.attributeBytes() + " bytes.");
    }
    if (key.chars().anyMatch(Character::isISOControl)) {
      throw wrong(pointer, "A key has no control characters.");
    }
    return key;
  }

  private static Json sized(Json payload, String pointer, CloudEventLimits limits)
      throws RequestRefused {
    if (payload.size() > limits.dataBytes()) {
      throw new RequestRefused(
          ProblemCode.TOO_LARGE.at(
              pointer, "A payload may have at most " + limits.dataBytes() + " bytes."));
    }
    return payload;
  }

  private static Map<String, String> attributes(
      JsonToken first, JsonParser in, CloudEventLimits limits) throws IOException, RequestRefused {
    if (first != JsonToken.START_OBJECT) {
      throw wrong("/attributes", "Attributes are an object of strings.");
    }
    var attributes = new TreeMap<String, String>();
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      String pointer = "/attributes/" + name.replace("~", "~0").replace("/", "~1");
      String value = text(pointer, in.nextToken(), in);
      int bytes =
          Math.max(
              name.getBytes(StandardCharsets.UTF_8).length,
              value.getBytes(StandardCharsets.UTF_8).length);
      if (name.isEmpty() || bytes > limits.attributeBytes()) {
        throw wrong(
            "/attributes",
            "A name and its value have at most " + limits.attributeBytes() + " bytes each.");
      }
      attributes.put(name, value);
      if (attributes.size() > limits.attributes()) {
        throw wrong("/attributes", "A message has at most " + limits.attributes() + " attributes.");
      }
    }
    return attributes;
  }

  private static String text(String pointer, JsonToken token, JsonParser in)
      throws IOException, RequestRefused {
    if (token != JsonToken.VALUE_STRING) {
      throw wrong(pointer, "It must be a string.");
    }
    return in.getText();
  }

  /** The bytes of the value the parser stands on. */
  private static Json slice(JsonParser in, byte[] body) throws IOException {
    int from = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    return Json.wrap(Arrays.copyOfRange(body, from, (int) in.currentLocation().getByteOffset()));
  }

  private static RequestRefused wrong(String pointer, String detail) {
    return new RequestRefused(ProblemCode.INVALID_REQUEST.at(pointer, detail));
  }
}
