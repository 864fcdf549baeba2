package dev.holdfast.connectors.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Self;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.SinkOutlet;

/**
 * Carries a topic's messages to an exchange or a queue: persistent, and accepted once the broker
 * has confirmed that they are on its disk.
 */
public final class RabbitSink implements Link.Work {
  private final ConnectorSettings.RabbitSink settings;
  private final SinkOutlet outlet;
  private final Status status;
  private final Self self;

  public RabbitSink(
      ConnectorSettings.RabbitSink settings, SinkOutlet outlet, Status status, Self self) {
    this.settings = settings;
    this.outlet = outlet;
    this.status = status;
    this.self = self;
  }

  @Override
  public void on(Link.Presence presence) throws Exception {
    try (RabbitConnection connection = RabbitConnection.open(settings, settings.rabbit(), self)) {
      Channel channel = connection.channel();
      if (settings.queue().isPresent()) {
        connection.want(settings.queue().get());
      } else if (!settings.exchange().isEmpty()) {
        channel.exchangeDeclarePassive(settings.exchange());
      }
      channel.confirmSelect();
      var publishing = new Publishing(settings, channel, status);
      publishing.listen(connection.connection());
      outlet.through(publishing.window());
      presence.connected();
      publishing.run(presence);
    }
  }
}
