package dev.holdfast.messaging.cloudevents;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attributes in the headers of binary mode.
 *
 * <p>Invariant: a value is taken out of its quotes and percent-decoded exactly once.
 */
final class HeaderAttributes {
  private final CloudEventLimits limits;

  HeaderAttributes(CloudEventLimits limits) {
    this.limits = limits;
  }

  /** All attributes but {@code specversion}, checked. */
  Map<String, String> read(Map<String, String> ce, String contentType) throws InvalidEvent {
    var attributes = new TreeMap<String, String>();
    for (Map.Entry<String, String> header : new TreeMap<>(ce).entrySet()) {
      String name = header.getKey();
      if (name.equals("datacontenttype")) {
        throw wrong(name, "must not be there; Content-Type says what it would");
      }
      attributes.put(name, decode(name, header.getValue()));
    }
    if (!contentType.isEmpty()) {
      attributes.put("datacontenttype", contentType);
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
    if (attributes.size() > limits.attributes()) {
      throw InvalidEvent.at(
          "", "An event has at most " + limits.attributes() + " context attributes.");
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      check(attribute.getKey(), attribute.getValue());
    }
    return attributes;
  }

  private void check(String name, String value) throws InvalidEvent {
    int size = Math.max(name.length(), value.getBytes(StandardCharsets.UTF_8).length);
    if (size > limits.attributeBytes()) {
      throw wrong(shortened(name), "is longer than " + limits.attributeBytes() + " bytes");
    }
    if (!AttributeRules.isName(name)) {
      throw wrong(name, "is no attribute; names are lower-case letters and digits");
    }
    var fault = AttributeRules.fault(name, value);
    if (fault.isPresent()) {
      throw wrong(name, fault.get());
    }
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  private static String decode(String name, String header) throws InvalidEvent {
    String text = header;
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = unquoted(text);
    }
    var bytes = new byte[text.length()];
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        throw wrong(name, "has a character that is not ASCII; percent-encode it");
      }
      if (c == '%') {
        int high = hex(text, i + 1);
        int low = hex(text, i + 2);
        if (high < 0 || low < 0) {
          throw wrong(name, "has a percent sign that is not followed by two hex digits");
        }
        bytes[size++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[size++] = (byte) c;
      }
    }
    return StrictJson.utf8(java.util.Arrays.copyOf(bytes, size))
        .orElseThrow(() -> wrong(name, "is not valid UTF-8 after percent-decoding"));
  }

  /** Values of earlier versions of the binding may stand in quotes. */
  private static String unquoted(String quoted) {
    var text = new StringBuilder(quoted.length());
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      boolean escapes = c == '\\' && i + 1 < quoted.length() - 1;
      text.append(escapes ? quoted.charAt(++i) : c);
    }
    return text.toString();
  }

  private static int hex(String text, int at) {
    return at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
  }

  private static InvalidEvent wrong(String name, String what) {
    String header = name.equals("datacontenttype") ? "Content-Type" : "ce-" + name;
    return InvalidEvent.at("", "The header " + header + " " + what + ".");
  }
}
