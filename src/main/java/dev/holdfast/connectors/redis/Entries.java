package dev.holdfast.connectors.redis;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.intake.Body;
import dev.holdfast.connectors.intake.Incoming;
import dev.holdfast.connectors.intake.Texts;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stands in the entries of a stream; pure. */
record Entries(ConnectorSettings.RedisSource settings) {
  private static final byte[] NOTHING = new byte[0];

  /** A field that is not UTF-8 is no attribute. */
  Incoming<String> incoming(StreamMessage<String, byte[]> entry) {
    Map<String, String> attributes = new HashMap<>();
    byte[] payload = NOTHING;
    for (Map.Entry<String, byte[]> field : entry.getBody().entrySet()) {
      if (field.getKey().equals(settings.payloadField())) {
        payload = field.getValue();
      } else {
        Texts.utf8(field.getValue()).ifPresent(text -> attributes.put(field.getKey(), text));
      }
    }
    String id = settings.group().stream() + "/" + entry.getId();
    return new Incoming<>(
        entry.getId(), Body.wrap(payload), attributes, Optional.of(id), Optional.empty());
  }

  /** An entry for the stream of poison. */
  Map<String, byte[]> outgoing(Incoming<String> poison, String why) {
    Map<String, byte[]> fields = new HashMap<>();
    poison.attributes().forEach((name, value) -> fields.put(name, bytes(value)));
    fields.put(settings.payloadField(), poison.body().bytes());
    fields.put("entry", bytes(settings.group().stream() + "/" + poison.handle()));
    fields.put("problem", bytes(why));
    return fields;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
