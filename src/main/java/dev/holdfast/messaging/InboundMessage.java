package dev.holdfast.messaging;

import dev.holdfast.protocol.Json;
import java.util.Map;
import java.util.Optional;

/**
 * A message that comes from outside for a topic.
 *
 * @param attributes what travels beside the payload, such as those of a CloudEvent
 * @param dedupId of two messages of a topic with the same key and this id only one is published
 */
public record InboundMessage(
    String topic,
    String key,
    Json payload,
    Map<String, String> attributes,
    Optional<String> dedupId) {
  public InboundMessage {
    attributes = Map.copyOf(attributes);
  }
}
