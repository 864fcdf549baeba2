package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Nodes;
import dev.holdfast.connectors.intake.Intake;
import dev.holdfast.connectors.link.Link;
import dev.holdfast.connectors.link.Self;
import dev.holdfast.connectors.link.Status;
import dev.holdfast.messaging.Inlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Takes records of a topic of Kafka into one of ours as a member of a group. The group keeps for
 * each partition how far it is through; there a new connection begins.
 */
public final class KafkaSource implements Link.Work {
  private static final Pattern NO_LETTER = Pattern.compile("[^a-zA-Z0-9._-]");

  /** Poison may be larger than what fits; how large, the topic that gets it has to say. */
  private static final long POISON_BYTES = 31 << 20;

  private final ConnectorSettings.KafkaSource settings;
  private final Inlet inlet;
  private final Status status;
  private final Self self;

  public KafkaSource(
      ConnectorSettings.KafkaSource settings, Inlet inlet, Status status, Self self) {
    this.settings = settings;
    this.inlet = inlet;
    this.status = status;
    this.self = self;
  }

  @Override
  public void on(Link.Presence presence) throws Exception {
    Access access = Access.of(settings, settings.kafka(), self);
    List<String> topics = new ArrayList<>(List.of(settings.kafka().topic()));
    settings.deadLetter().ifPresent(topics::add);
    access.require(topics);
    if (settings.deadLetter().isEmpty()) {
      take(access, Optional.empty(), presence);
      return;
    }
    KafkaProducer<byte[], byte[]> producer =
        access.producer(Math.max(settings.common().maxBytes(), POISON_BYTES));
    try {
      take(access, Optional.of(producer), presence);
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  private void take(
      Access access, Optional<Producer<byte[], byte[]>> producer, Link.Presence presence)
      throws Exception {
    var intake = new Intake<Place>(inlet, settings, status);
    Optional<Grave> grave =
        settings
            .deadLetter()
            .flatMap(topic -> producer.map(one -> new Grave(topic, one, intake, status)));
    try (var taking = new Taking(settings, access, instance(), grave, intake)) {
      taking.join(presence);
      intake.run(taking, presence);
    }
  }

  /**
   * With one node at a time the name is the same on each, so that the next one takes the place of
   * the last one; with all it is the node's, in the letters that Kafka takes.
   */
  private String instance() {
    return settings.intake().nodes() == Nodes.ONE
        ? settings.name()
        : NO_LETTER.matcher(self.node() + "-" + settings.name()).replaceAll("_");
  }
}
