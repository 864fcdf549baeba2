package dev.holdfast.connectors;

import dev.holdfast.connectors.ConnectorSettings.Common;
import dev.holdfast.connectors.ConnectorSettings.Intake;
import dev.holdfast.connectors.ConnectorSettings.Kafka;
import dev.holdfast.connectors.ConnectorSettings.KafkaSink;
import dev.holdfast.connectors.ConnectorSettings.KafkaSource;
import dev.holdfast.connectors.ConnectorSettings.Membership;
import dev.holdfast.connectors.ConnectorSettings.Outflow;
import dev.holdfast.connectors.ConnectorSettings.Sasl;
import dev.holdfast.connectors.ConnectorSettings.Start;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what only connectors of Kafka have. */
record KafkaReader(String path, Settings at, Common common) {
  /** What Kafka takes as the name of a topic; it takes neither "." nor "..", either. */
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  private static final Pattern BROKER =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s]+):([0-9]{1,5})");

  private static final int LAST_PORT = 65_535;

  KafkaSource source(Intake intake) {
    String group = at.text("group");
    var membership =
        new Membership(
            group.isEmpty() ? "holdfast-" + common.name() : group,
            Start.valueOf(constant("start", at.text("start"), "beginning", "now")),
            at.count("batch", 1, 10_000),
            Math.toIntExact(at.bytes("fetch-bytes", 1024, Integer.MAX_VALUE)),
            positive("commit-interval", at.time("commit-interval")),
            positive("session-timeout", at.time("session-timeout")));
    String grave = at.text("dead-letter");
    return new KafkaSource(
        common,
        intake,
        kafka(at.text("kafka-topic")),
        membership,
        grave.isEmpty() ? Optional.empty() : Optional.of(topic("dead-letter", grave)));
  }

  KafkaSink sink(Outflow outflow) {
    String template = at.text("kafka-topic");
    return new KafkaSink(common, outflow, kafka(template.replace("{topic}", common.topic())));
  }

  private Kafka kafka(String topic) {
    if (!common.broker().path().isEmpty()) {
      throw wrong("uri", "must have no path; kafka-topic names the topic");
    }
    return new Kafka(
        topic("kafka-topic", topic),
        brokers(),
        Sasl.valueOf(constant("sasl", at.text("sasl"), "plain", "scram-sha-256", "scram-sha-512")));
  }

  private String topic(String key, String name) {
    if (!TOPIC.matcher(name).matches()) {
      throw wrong(key, "must be set: letters, digits, dots, hyphens and underscores, 249 at most");
    }
    return name;
  }

  private List<String> brokers() {
    List<String> all =
        Stream.of(at.text("brokers").split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .toList();
    if (!all.stream().allMatch(KafkaReader::isBroker)) {
      throw wrong("brokers", "must be HOST:PORT, several with commas between them");
    }
    return all;
  }

  private static boolean isBroker(String text) {
    Matcher parts = BROKER.matcher(text);
    if (!parts.matches()) {
      return false;
    }
    int port = Integer.parseInt(parts.group(2));
    return port >= 1 && port <= LAST_PORT;
  }

  /** The name of an enum's constant. */
  private String constant(String key, String text, String... allowed) {
    String one = ConnectorReader.oneOf(path + "." + key, text, allowed);
    return ConnectorReader.upper(one).replace('-', '_');
  }

  private Duration positive(String key, Duration time) {
    return ConnectorReader.positive(path, key, time);
  }

  private InvalidSetting wrong(String key, String reason) {
    return new InvalidSetting(path + "." + key, reason);
  }
}
