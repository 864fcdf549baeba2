package dev.holdfast.connectors.intake;

import java.util.Map;
import java.util.Optional;

/**
 * A message as a broker delivered it.
 *
 * @param handle by which the broker knows it, such as a delivery tag
 * @param attributes what came beside the body
 */
public record Incoming<T>(
    T handle,
    Body body,
    Map<String, String> attributes,
    Optional<String> messageId,
    Optional<String> routingKey) {
  /** How attributes begin that only we may set. */
  public static final String RESERVED = "broker.";

  public Incoming {
    attributes = Map.copyOf(attributes);
  }

  /** As much as its payload and attributes take. */
  long bytes() {
    long sum = body.bytes().length;
    for (Map.Entry<String, String> one : attributes.entrySet()) {
      sum += one.getKey().length() + one.getValue().length();
    }
    return sum;
  }
}
