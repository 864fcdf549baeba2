package dev.holdfast.messaging.cloudevents;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One event as the CloudEvents specification 1.0 has it.
 *
 * <p>Invariant: the required attributes are there, every attribute follows the rules of the
 * specification, and {@code data} has the form that {@code datacontenttype} asks for.
 *
 * @param attributes all context attributes but {@code specversion}, which is always 1.0, in their
 *     canonical text form: also the extensions, whatever their type was
 */
public record CloudEvent(Map<String, String> attributes, Data data) {
  /** The version of the specification. */
  public static final String SPEC_VERSION = "1.0";

  /** What happened, in the form its media type asks for. */
  public sealed interface Data {
    /** There is none. */
    record None() implements Data {}

    /** A JSON value; the media type is of JSON, or absent. */
    record OfJson(dev.holdfast.protocol.Json json) implements Data {}

    /** Text; the media type is of text or XML. */
    record OfText(String text) implements Data {}

    /** Anything else, also what has no media type, in Base64. */
    record Binary(String base64) implements Data {}
  }

  public CloudEvent {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    for (String name : AttributeRules.REQUIRED) {
      if (!attributes.containsKey(name)) {
        throw new IllegalArgumentException("An event without " + name);
      }
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      Optional<String> fault = AttributeRules.fault(name, attribute.getValue());
      if (!AttributeRules.isName(name) || name.equals("specversion") || fault.isPresent()) {
        throw new IllegalArgumentException("Not an attribute: " + attribute);
      }
    }
    Optional<MediaType> type =
        Optional.ofNullable(attributes.get("datacontenttype")).flatMap(MediaType::parse);
    boolean fits =
        switch (data) {
          case Data.None _ -> true;
          case Data.OfJson _ -> type.isEmpty() || type.get().isJson();
          case Data.OfText _ -> type.isPresent() && type.get().isText();
          case Data.Binary _ -> type.isEmpty() || !(type.get().isJson() || type.get().isText());
        };
    if (!fits) {
      throw new IllegalArgumentException("Data of another form than " + type);
    }
  }

  /** The value of an attribute that may be absent. */
  public Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  public String id() {
    return required("id");
  }

  public String source() {
    return required("source");
  }

  public String type() {
    return required("type");
  }

  private String required(String name) {
    return attribute(name).orElseThrow();
  }
}
