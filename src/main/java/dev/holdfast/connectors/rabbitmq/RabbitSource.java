package dev.holdfast.connectors.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.ShutdownSignalException;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Binding;
import dev.holdfast.connectors.intake.Body;
import dev.holdfast.connectors.intake.Incoming;
import dev.holdfast.connectors.intake.Intake;
import dev.holdfast.connectors.intake.Session;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Self;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.Inlet;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a queue's messages into a topic. The broker delivers at most {@code prefetch} that were not
 * acknowledged, and delivers again what was not when the connection ends.
 */
public final class RabbitSource implements Link.Work {
  private static final String TAG = "holdfast";

  private final ConnectorSettings.RabbitSource settings;
  private final Inlet inlet;
  private final Status status;
  private final Self self;

  public RabbitSource(
      ConnectorSettings.RabbitSource settings, Inlet inlet, Status status, Self self) {
    this.settings = settings;
    this.inlet = inlet;
    this.status = status;
    this.self = self;
  }

  @Override
  public void on(Link.Presence presence) throws Exception {
    try (RabbitConnection connection = RabbitConnection.open(settings, settings.rabbit(), self)) {
      Channel channel = connection.channel();
      connection.want(settings.queue());
      if (settings.binding().isPresent()) {
        Binding binding = settings.binding().get();
        channel.queueBind(settings.queue().name(), binding.exchange(), binding.routingKey());
      }
      channel.basicQos(settings.intake().prefetch());
      var intake = new Intake<Long>(inlet, settings, status);
      channel.basicConsume(settings.queue().name(), false, TAG, consumer(channel, intake));
      presence.connected();
      intake.run(new Acknowledging(channel), presence);
    }
  }

  private static DefaultConsumer consumer(Channel channel, Intake<Long> intake) {
    return new DefaultConsumer(channel) {
      @Override
      public void handleDelivery(
          String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        intake.arrived(incoming(envelope, properties, body));
      }

      @Override
      public void handleCancel(String tag) {
        intake.lost(new IOException("the broker ended the consumer: the queue is gone"));
      }

      @Override
      public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
        intake.lost(signal);
      }
    };
  }

  static Incoming<Long> incoming(Envelope envelope, BasicProperties properties, byte[] body) {
    Map<String, String> attributes = new HashMap<>();
    Map<String, Object> headers = properties.getHeaders();
    if (headers != null) {
      headers.forEach(
          (name, value) -> {
            boolean text = value instanceof LongString || value instanceof String;
            if (text && !name.startsWith(Incoming.RESERVED)) {
              attributes.put(name, value.toString());
            }
          });
    }
    Optional<String> id = Optional.ofNullable(properties.getMessageId());
    id.ifPresent(value -> attributes.put("message-id", value));
    Optional.ofNullable(properties.getContentType())
        .ifPresent(value -> attributes.put("content-type", value));
    if (envelope.isRedeliver()) {
      attributes.put(Incoming.RESERVED + "redelivered", "true");
    }
    return new Incoming<>(
        envelope.getDeliveryTag(),
        Body.wrap(body),
        attributes,
        id,
        Optional.of(envelope.getRoutingKey()));
  }

  /** Used by the one thread of the link. */
  private record Acknowledging(Channel channel) implements Session<Long> {
    @Override
    public void turn(int room) {
      // The broker counts for us: it delivers no more than the prefetch.
    }

    @Override
    public void accept(Long tag) throws IOException {
      channel.basicAck(tag, false);
    }

    @Override
    public void refuse(Incoming<Long> poison, String why) throws IOException {
      channel.basicReject(poison.handle(), false);
    }

    @Override
    public void pause() throws IOException {
      channel.basicCancel(TAG);
    }

    @Override
    public void finish() {
      // Acknowledgements are written at once, and the connection says goodbye behind them.
    }
  }
}
