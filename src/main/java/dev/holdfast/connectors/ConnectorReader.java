package dev.holdfast.connectors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import dev.holdfast.connectors.ConnectorSettings.Binding;
import dev.holdfast.connectors.ConnectorSettings.Common;
import dev.holdfast.connectors.ConnectorSettings.Group;
import dev.holdfast.connectors.ConnectorSettings.Intake;
import dev.holdfast.connectors.ConnectorSettings.Nodes;
import dev.holdfast.connectors.ConnectorSettings.Order;
import dev.holdfast.connectors.ConnectorSettings.Outflow;
import dev.holdfast.connectors.ConnectorSettings.PayloadForm;
import dev.holdfast.connectors.ConnectorSettings.Queue;
import dev.holdfast.connectors.ConnectorSettings.Rabbit;
import dev.holdfast.connectors.ConnectorSettings.Reading;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.settings.InvalidSetting;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the block of one connector over its defaults.
 *
 * <p>Invariant: no key of the block is passed over. One that a connector of its type and direction
 * does not have is refused with its path.
 */
final class ConnectorReader {
  static final String PATH = "holdfast.connectors";

  /** Keys that have no default. */
  private static final Set<String> OWN = Set.of("type", "direction", "topic", "uri", "password");

  private final String type;
  private final String direction;
  private final String path;
  private final Config merged;
  private final Settings at;

  private ConnectorReader(String type, String direction, String path, Config merged) {
    this.type = type;
    this.direction = direction;
    this.path = path;
    this.merged = merged;
    this.at = Settings.at(merged.atPath(path), path);
  }

  static List<ConnectorSettings> all(Config root) {
    var defaults = ConnectorDefaults.of(root);
    List<ConnectorSettings> all = new ArrayList<>();
    ConfigObject blocks = root.getObject(PATH);
    for (String name : blocks.keySet().stream().sorted().toList()) {
      if (!(blocks.get(name) instanceof ConfigObject block)) {
        throw new InvalidSetting(PATH + "." + name, "must be the block of a connector");
      }
      all.add(read(name, block.toConfig(), defaults));
    }
    return all;
  }

  static Config json(String name, String text) {
    try {
      return ConfigFactory.parseString(
          text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
    } catch (ConfigException e) {
      throw new InvalidSetting(PATH + "." + name, "is not a JSON object: " + e.getMessage());
    }
  }

  static ConnectorSettings read(String name, Config block, ConnectorDefaults defaults) {
    if (!EntityId.isService(name)) {
      throw new InvalidSetting(
          PATH + "." + name, "a name is lower case words joined by hyphens, at most 64 characters");
    }
    String path = PATH + "." + name;
    Settings given = Settings.at(block.atPath(path), path);
    String type = oneOf(path + ".type", given.text("type"), "rabbitmq", "redis", "kafka");
    String direction = oneOf(path + ".direction", given.text("direction"), "source", "sink");
    Config like = defaults.of(type, direction);
    requireKnown(path, block.root(), like.root(), type + " " + direction);
    var reader = new ConnectorReader(type, direction, path, block.withFallback(like));
    return reader.read(name);
  }

  private static void requireKnown(
      String path, ConfigObject block, ConfigObject known, String kind) {
    block.forEach(
        (key, value) -> {
          ConfigValue like = known.get(key);
          String full = path + "." + key;
          if (like == null && !OWN.contains(key)) {
            throw new InvalidSetting(full, "is no setting of a " + kind);
          }
          if (like instanceof ConfigObject below && value instanceof ConfigObject given) {
            requireKnown(full, given, below, kind);
          }
        });
  }

  private ConnectorSettings read(String name) {
    String topic = at.text("topic");
    if (!EntityId.isService(topic)) {
      throw wrong("topic", "a topic is lower case words joined by hyphens");
    }
    BrokerSettings broker = new BrokerReader(path, merged, at).read(type);
    var common = new Common(name, topic, broker, at.bytes("max-bytes", 1, 1L << 30));
    boolean source = direction.equals("source");
    return switch (type) {
      case "rabbitmq" -> source ? rabbitSource(common) : rabbitSink(common);
      case "kafka" -> {
        var kafka = new KafkaReader(path, at, common);
        yield source ? kafka.source(intake()) : kafka.sink(outflow());
      }
      default -> source ? redisSource(common) : redisSink(common);
    };
  }

  private ConnectorSettings rabbitSource(Common common) {
    Optional<Binding> binding =
        given(at.text("exchange")).map(exchange -> new Binding(exchange, at.text("routing-key")));
    return new ConnectorSettings.RabbitSource(
        common,
        intake(),
        rabbit(),
        queue(required("queue", at.text("queue")), given(at.text("dead-letter"))),
        binding);
  }

  private ConnectorSettings rabbitSink(Common common) {
    return new ConnectorSettings.RabbitSink(
        common,
        outflow(),
        rabbit(),
        at.text("exchange"),
        at.text("routing-key"),
        given(at.text("queue")).map(queue -> queue(queue, Optional.empty())),
        at.flag("mandatory"));
  }

  private ConnectorSettings redisSource(Common common) {
    String start = oneOf(path + ".start", at.text("start"), "0", "$");
    return new ConnectorSettings.RedisSource(
        common,
        intake(),
        new Group(
            required("stream", at.text("stream")), required("group", at.text("group")), start),
        new Reading(
            at.count("batch", 1, 10_000),
            positive("block", at.time("block")),
            positive("claim-idle", at.time("claim-idle")),
            positive("claim-interval", at.time("claim-interval"))),
        required("payload-field", at.text("payload-field")),
        given(at.text("dead-letter")));
  }

  private ConnectorSettings redisSink(Common common) {
    return new ConnectorSettings.RedisSink(
        common,
        outflow(),
        required("stream", at.text("stream")),
        at.count("max-length", 0, Integer.MAX_VALUE));
  }

  private Intake intake() {
    String payload = oneOf(path + ".payload", at.text("payload"), "json", "text", "base64");
    return new Intake(
        Nodes.valueOf(upper(oneOf(path + ".nodes", at.text("nodes"), "one", "all"))),
        PayloadForm.valueOf(upper(payload)),
        at.count("prefetch", 1, 65_535),
        part("key", at.text("key"), payload),
        part("id", at.text("id"), payload),
        BrokerReader.backoff(path + ".retry", at.block("retry")),
        at.time("drain"));
  }

  private Outflow outflow() {
    return new Outflow(
        Order.valueOf(upper(oneOf(path + ".order", at.text("order"), "key", "all", "none"))),
        at.count("window", 1, 1_000_000));
  }

  private Rabbit rabbit() {
    Duration heartbeat = at.time("heartbeat");
    if (heartbeat.isZero() || heartbeat.toMillis() % 1000 != 0) {
      throw wrong("heartbeat", "must be whole seconds, one at least");
    }
    return new Rabbit(
        heartbeat, Math.toIntExact(at.bytes("inbound-bytes", 1024, Integer.MAX_VALUE)));
  }

  private Queue queue(String name, Optional<String> deadLetter) {
    String kind = oneOf(path + ".queue-type", at.text("queue-type"), "classic", "quorum");
    return new Queue(name, at.flag("declare"), kind.equals("quorum"), deadLetter);
  }

  private MessagePart part(String key, String text, String payload) {
    if (text.startsWith("json:") && !payload.equals("json")) {
      throw wrong(key, "can be in the body only where payload is json");
    }
    return MessagePart.parse(type, text)
        .orElseThrow(() -> wrong(key, "must be " + MessagePart.forms(type)));
  }

  private Duration positive(String key, Duration time) {
    return positive(path, key, time);
  }

  static Duration positive(String path, String key, Duration time) {
    if (time.toMillis() < 1) {
      throw new InvalidSetting(path + "." + key, "must be 1 ms at least");
    }
    return time;
  }

  private String required(String key, String text) {
    return given(text).orElseThrow(() -> wrong(key, "must be set"));
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static String oneOf(String key, String text, String... allowed) {
    List<String> all = List.of(allowed);
    if (!all.contains(text)) {
      String first = String.join(", ", all.subList(0, all.size() - 1));
      throw new InvalidSetting(key, "must be " + first + " or " + all.getLast());
    }
    return text;
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private InvalidSetting wrong(String key, String reason) {
    return new InvalidSetting(path + "." + key, reason);
  }
}
