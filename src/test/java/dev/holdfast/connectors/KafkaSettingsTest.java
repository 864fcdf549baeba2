package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorSettings.Kafka;
import dev.holdfast.connectors.ConnectorSettings.KafkaSink;
import dev.holdfast.connectors.ConnectorSettings.KafkaSource;
import dev.holdfast.connectors.ConnectorSettings.Membership;
import dev.holdfast.connectors.ConnectorSettings.Sasl;
import dev.holdfast.connectors.ConnectorSettings.Start;
import dev.holdfast.settings.InvalidSetting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  private static final String BOTH =
      "type = kafka, topic = t, uri = \"kafka://127.0.0.1\", kafka-topic = \"in.t_1\"\n";

  @Test
  void theDefaultsOfKafkaAreThese() {
    var kafka = new Kafka("in.t_1", List.of(), Sasl.SCRAM_SHA_512);
    KafkaSource source = source("");
    assertEquals(
        new KafkaSource(
            source.common(),
            source.intake(),
            kafka,
            new Membership(
                "holdfast-in",
                Start.BEGINNING,
                64,
                4 << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(20)),
            Optional.empty()),
        source);
    assertEquals(new MessagePart.RoutingKey(), source.intake().key());
    assertEquals(new MessagePart.MessageId(), source.intake().id());
    assertEquals("kafka source", source.type() + " " + source.direction());
    KafkaSink sink = sink("");
    assertEquals(new KafkaSink(sink.common(), sink.outflow(), kafka), sink);
  }

  @Test
  void aBlockOverridesWhatItNames() {
    KafkaSource source =
        source(
            """
            brokers = "b:9092, [::1]:9093", sasl = scram-sha-256, start = now, group = g
            key = "header:shop", id = "json:/id", dead-letter = grave, batch = 7
            fetch-bytes = 1 MiB, commit-interval = 2s, session-timeout = 6s
            """);
    assertEquals(
        new Kafka("in.t_1", List.of("b:9092", "[::1]:9093"), Sasl.SCRAM_SHA_256), source.kafka());
    assertEquals(
        new Membership("g", Start.NOW, 7, 1 << 20, Duration.ofSeconds(2), Duration.ofSeconds(6)),
        source.membership());
    assertEquals(new MessagePart.Named("shop"), source.intake().key());
    assertEquals(Optional.of("grave"), source.deadLetter());
    assertEquals("out-t", sink("kafka-topic = \"out-{topic}\"").kafka().topic());
  }

  @Test
  void whatIsWrongIsNamed() {
    assertRefused("in.uri: must begin with kafka://", "uri = \"amqp://127.0.0.1\"");
    assertRefused("in.uri: must have no path", "uri = \"kafka://127.0.0.1/t\"");
    assertRefused("in.tls.mode: must be on for kafkas", "uri = \"kafkas://127.0.0.1\"");
    for (String broker : List.of("b", "b:0", "b:65536", "b:123456", "::1:9092")) {
      assertRefused("in.brokers: must be HOST:PORT", "brokers = \"b:65535, " + broker + "\"");
    }
    assertRefused("in.sasl: must be plain, scram-sha-256", "sasl = gssapi");
    assertRefused("in.start: must be beginning or now", "start = 0");
    assertRefused("in.kafka-topic: must be set", "kafka-topic = \"\"");
    assertRefused("in.kafka-topic: must be set", "kafka-topic = \"..\"");
    assertRefused("in.dead-letter: must be set", "dead-letter = \"a/b\"");
    assertRefused("in.commit-interval: must be 1 ms at least", "commit-interval = 0s");
    assertRefused("in.queue: is no setting of a kafka source", "queue = q");
    assertRefused(
        "in.key: must be record-key, record-id, header:NAME, json:/POINTER or none",
        "key = routing-key");
  }

  private static void assertRefused(String words, String line) {
    String message =
        String.valueOf(assertThrows(InvalidSetting.class, () -> source(line)).getMessage());
    assertTrue(message.contains(words), message);
  }

  private static KafkaSource source(String more) {
    return assertInstanceOf(
        KafkaSource.class, Declared.connector("in", BOTH + "direction = source\n" + more));
  }

  private static KafkaSink sink(String more) {
    return assertInstanceOf(
        KafkaSink.class, Declared.connector("out", BOTH + "direction = sink\n" + more));
  }
}
