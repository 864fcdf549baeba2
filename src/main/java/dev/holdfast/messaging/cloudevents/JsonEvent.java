package dev.holdfast.messaging.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import dev.holdfast.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One event in the JSON format while it is read: its members may come in any order. */
final class JsonEvent {
  private static final int INTEGER_DIGITS = 11;

  private final StrictJson in;
  private final String place;
  private final CloudEventLimits limits;
  private final DataForms forms;

  private final Map<String, String> attributes = new TreeMap<>();
  private Optional<Json> data = Optional.empty();
  private Optional<String> text = Optional.empty();
  private Optional<String> base64 = Optional.empty();

  /**
   * An event in a document.
   *
   * @param place a JSON pointer to it, empty when it is the document
   */
  JsonEvent(StrictJson in, String place, CloudEventLimits limits, JsonFactory factory) {
    this.in = in;
    this.place = place;
    this.limits = limits;
    this.forms = new DataForms(factory);
  }

  /** Reads the event whose first token was moved to; moves to its last. */
  CloudEvent read(JsonToken first) throws InvalidEvent {
    if (first != JsonToken.START_OBJECT) {
      throw InvalidEvent.at(place, "An event is a JSON object.");
    }
    for (JsonToken token = in.next(); token != JsonToken.END_OBJECT; token = in.next()) {
      member(in.text());
    }
    String version = attributes.remove("specversion");
    if (!CloudEvent.SPEC_VERSION.equals(version)) {
      throw wrong("specversion", version == null ? "is missing" : "must be 1.0");
    }
    for (String name : AttributeRules.REQUIRED) {
      if (!attributes.containsKey(name)) {
        throw wrong(name, "is missing");
      }
    }
    return new CloudEvent(attributes, data());
  }

  private void member(String name) throws InvalidEvent {
    JsonToken token = in.next();
    switch (name) {
      case "data" -> {
        if (token == JsonToken.VALUE_STRING) {
          text = Optional.of(in.text());
        }
        Json value = in.value(token);
        if (value.size() > limits.dataBytes()) {
          throw CloudEventReader.tooLarge(at(name), "The data of an event", limits.dataBytes());
        }
        data = Optional.of(value);
      }
      case "data_base64" -> {
        if (token == JsonToken.VALUE_STRING) {
          base64 = Optional.of(in.text());
          if (in.text().length() / 4L * 3 > limits.dataBytes()) {
            throw CloudEventReader.tooLarge(at(name), "The data of an event", limits.dataBytes());
          }
        } else if (token != JsonToken.VALUE_NULL) {
          throw wrong(name, "must be a string");
        }
      }
      default -> attribute(name, token);
    }
  }

  private void attribute(String name, JsonToken token) throws InvalidEvent {
    if (name.length() > limits.attributeBytes()) {
      throw InvalidEvent.at(
          place, "A name of an attribute is longer than " + limits.attributeBytes() + " bytes.");
    }
    if (!AttributeRules.isName(name)) {
      throw wrong(name, "is no attribute; names are lower-case letters and digits");
    }
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    String value = value(name, token);
    if (value.getBytes(StandardCharsets.UTF_8).length > limits.attributeBytes()) {
      throw wrong(name, "is longer than " + limits.attributeBytes() + " bytes");
    }
    var fault = AttributeRules.fault(name, value);
    if (fault.isPresent()) {
      throw wrong(name, fault.get());
    }
    attributes.put(name, value);
    // One more, because specversion is not counted.
    if (attributes.size() > limits.attributes() + 1) {
      throw InvalidEvent.at(
          place, "An event has at most " + limits.attributes() + " context attributes.");
    }
  }

  private String value(String name, JsonToken token) throws InvalidEvent {
    boolean core = AttributeRules.isCore(name) || name.equals("specversion");
    if (core && token != JsonToken.VALUE_STRING) {
      throw wrong(name, "must be a string");
    }
    return switch (token) {
      case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> in.text();
      case VALUE_NUMBER_INT -> {
        if (!isInteger(in.text())) {
          throw wrong(name, "must be between -2147483648 and 2147483647");
        }
        yield in.text();
      }
      default -> throw wrong(name, "must be a string, a whole number, true or false");
    };
  }

  private static boolean isInteger(String digits) {
    return digits.length() <= INTEGER_DIGITS
        && Long.parseLong(digits) == (int) Long.parseLong(digits);
  }

  private Data data() throws InvalidEvent {
    if (base64.isPresent()) {
      if (data.isPresent()) {
        throw wrong("data_base64", "must not stand beside data");
      }
      return forms.ofBase64(attributes, base64.get(), at("data_base64"));
    }
    if (data.isEmpty()) {
      return new Data.None();
    }
    Optional<MediaType> type =
        Optional.ofNullable(attributes.get("datacontenttype")).flatMap(MediaType::parse);
    if (type.isEmpty() || type.get().isJson()) {
      return new Data.OfJson(data.get());
    }
    if (data.get().isNull()) {
      return new Data.None();
    }
    if (text.isEmpty()) {
      throw wrong("data", "must be a string, for its media type is not of JSON");
    }
    return forms.ofText(attributes, text.get());
  }

  private String at(String name) {
    return place + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private InvalidEvent wrong(String name, String what) {
    return InvalidEvent.at(at(name), name + " " + what + ".");
  }
}
