package dev.holdfast.connectors.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.outflow.Delivery;
import dev.holdfast.connectors.outflow.Template;
import dev.holdfast.messaging.TopicMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stands on a message for RabbitMQ: where it goes, its id, its headers; pure. */
final class Envelopes {
  private static final int PERSISTENT = 2;

  /** Of a name, a routing key and an id; a rule of AMQP. */
  private static final int SHORT_STRING = 255;

  /** All headers must fit a frame, which is 128 KiB unless the broker says otherwise. */
  private static final int HEADER_BYTES = 100 * 1024;

  private final ConnectorSettings.RabbitSink settings;
  private final Template routingKey;

  Envelopes(ConnectorSettings.RabbitSink settings) {
    this.settings = settings;
    this.routingKey = new Template(settings.routingKey());
  }

  String exchange() {
    return settings.queue().isPresent() ? "" : settings.exchange();
  }

  boolean mandatory() {
    return settings.mandatory();
  }

  String routingKey(Delivery delivery) {
    return settings
        .queue()
        .map(ConnectorSettings.Queue::name)
        .orElseGet(() -> routingKey.of(delivery.message().publication()));
  }

  BasicProperties properties(Delivery delivery) {
    return new BasicProperties.Builder()
        .deliveryMode(PERSISTENT)
        .contentType("application/json")
        .messageId(delivery.id())
        .timestamp(Date.from(delivery.message().time()))
        .headers(headers(delivery.message()))
        .build();
  }

  /** Ours win over attributes of the same name. */
  private static Map<String, Object> headers(TopicMessage message) {
    Map<String, Object> headers = new HashMap<>(message.publication().attributes());
    headers.put("holdfast.topic", message.publication().topic());
    headers.put("holdfast.key", message.publication().key());
    headers.put("holdfast.publisher", message.publisher().key());
    return headers;
  }

  /** Why AMQP cannot carry the message; the client would find out when half of it is written. */
  Optional<String> misfit(Delivery delivery) {
    if (bytes(routingKey(delivery)) > SHORT_STRING) {
      return Optional.of("its routing key is longer than 255 bytes");
    }
    long sum = 0;
    for (Map.Entry<String, Object> one : headers(delivery.message()).entrySet()) {
      if (bytes(one.getKey()) > SHORT_STRING) {
        return Optional.of("an attribute's name is longer than 255 bytes");
      }
      sum += bytes(one.getKey()) + bytes(one.getValue().toString());
    }
    return sum > HEADER_BYTES
        ? Optional.of("its attributes are longer than 100 KiB")
        : Optional.empty();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
