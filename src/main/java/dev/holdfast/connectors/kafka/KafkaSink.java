package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Self;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.connectors.outflow.SinkOutlet;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Adds a topic's messages to one of Kafka, each to the partition of its key, and accepted once all
 * replicas in sync have it. An answer means as much as the topic's {@code min.insync.replicas}.
 */
public final class KafkaSink implements Link.Work {
  private final ConnectorSettings.KafkaSink settings;
  private final SinkOutlet outlet;
  private final Status status;
  private final Self self;

  public KafkaSink(
      ConnectorSettings.KafkaSink settings, SinkOutlet outlet, Status status, Self self) {
    this.settings = settings;
    this.outlet = outlet;
    this.status = status;
    this.self = self;
  }

  @Override
  public void on(Link.Presence presence) throws Exception {
    Access access = Access.of(settings, settings.kafka(), self);
    access.require(List.of(settings.kafka().topic()));
    KafkaProducer<byte[], byte[]> producer = access.producer(settings.common().maxBytes());
    try {
      // Connects, which otherwise the first message would have to wait for.
      producer.partitionsFor(settings.kafka().topic());
      var producing = new Producing(settings, producer, status);
      outlet.through(producing.window());
      presence.connected();
      producing.run(presence);
    } finally {
      // What has no answer by now was told to come again.
      producer.close(Duration.ZERO);
    }
  }
}
