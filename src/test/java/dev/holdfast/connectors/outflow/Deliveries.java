package dev.holdfast.connectors.outflow;

import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Publication;
import java.time.Instant;
import java.util.Map;

/** Messages on their way to a broker that is not there. */
public final class Deliveries {
  private Deliveries() {}

  public static Delivery of(long number) {
    return of(number, "k", Map.of("ab", "cd"));
  }

  public static Delivery of(long number, String key, Map<String, String> attributes) {
    return new Delivery(message(number, key, attributes), 0);
  }

  static TopicMessage message(long number, String key, Map<String, String> attributes) {
    return new TopicMessage(
        new MessageId(17, number, 0),
        EntityId.parse("cart/ada"),
        Instant.EPOCH,
        new Publication("t", key, Json.of(Long.toString(number)), attributes));
  }
}
