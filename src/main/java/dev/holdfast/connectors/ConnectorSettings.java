package dev.holdfast.connectors;

import com.typesafe.config.Config;
import dev.holdfast.outbound.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one connector carries, from where to where; every key is explained in {@code
 * settings/connectors.conf}.
 *
 * <p>Invariant: holds no secret, only where one is to be found.
 */
public sealed interface ConnectorSettings {
  Common common();

  default String name() {
    return common().name();
  }

  /** The broker's kind, as settings name it. */
  default String type() {
    return switch (this) {
      case RabbitSource _, RabbitSink _ -> "rabbitmq";
      case RedisSource _, RedisSink _ -> "redis";
      case KafkaSource _, KafkaSink _ -> "kafka";
    };
  }

  /** The direction, as settings name it. */
  default String direction() {
    return switch (this) {
      case Source _ -> "source";
      case Sink _ -> "sink";
    };
  }

  /** Reads the block of one connector, wherever it was declared. */
  static ConnectorSettings of(String name, Config block, ConnectorDefaults defaults) {
    return ConnectorReader.read(name, block, defaults);
  }

  /** The same from a JSON text. */
  static ConnectorSettings ofJson(String name, String json, ConnectorDefaults defaults) {
    return of(name, ConnectorReader.json(name, json), defaults);
  }

  /** Every connector of {@code holdfast.connectors}, by name. */
  static List<ConnectorSettings> all(Config root) {
    return ConnectorReader.all(root);
  }

  /** Takes messages out of a broker into a topic. */
  sealed interface Source extends ConnectorSettings {
    Intake intake();
  }

  /** Carries messages of a topic to a broker. */
  sealed interface Sink extends ConnectorSettings {
    Outflow outflow();
  }

  /**
   * What every connector has.
   *
   * @param maxBytes of a payload with its attributes
   */
  record Common(String name, String topic, BrokerSettings broker, long maxBytes) {}

  /** On which nodes a source runs. */
  enum Nodes {
    /** One at a time; which one, the node's own logic decides. */
    ONE,
    ALL
  }

  /** What a body is and becomes. */
  enum PayloadForm {
    /** It is one JSON document. */
    JSON,
    /** Wrapped as a JSON string. */
    TEXT,
    /** Any bytes, wrapped as a JSON string of Base64. */
    BASE64
  }

  /**
   * How a source hands over.
   *
   * @param key what becomes the key of the topic's message
   * @param id by what a repetition is recognised
   * @param drain how long a stopping source waits for what is on its way
   */
  record Intake(
      Nodes nodes,
      PayloadForm payload,
      int prefetch,
      MessagePart key,
      MessagePart id,
      Backoff retry,
      Duration drain) {}

  /** Which messages of a sink wait for each other. */
  enum Order {
    KEY,
    ALL,
    NONE
  }

  /** How a sink hands over. */
  record Outflow(Order order, int window) {}

  /** A queue of RabbitMQ, and how it is declared if at all. */
  record Queue(String name, boolean declare, boolean quorum, Optional<String> deadLetter) {}

  /** An exchange that a queue is bound to. */
  record Binding(String exchange, String routingKey) {}

  /** What both directions with RabbitMQ need. */
  record Rabbit(Duration heartbeat, int inboundBytes) {}

  /** From a queue to a topic. */
  record RabbitSource(
      Common common, Intake intake, Rabbit rabbit, Queue queue, Optional<Binding> binding)
      implements Source {}

  /**
   * From a topic to an exchange or a queue.
   *
   * @param exchange empty for the broker's own
   * @param routingKey with {@code {key}} and {@code {topic}} to be replaced
   * @param queue the queue instead of an exchange
   */
  record RabbitSink(
      Common common,
      Outflow outflow,
      Rabbit rabbit,
      String exchange,
      String routingKey,
      Optional<Queue> queue,
      boolean mandatory)
      implements Sink {}

  /** A stream of Redis and how a group takes from it. */
  record Group(String stream, String name, String start) {}

  /** How a group's entries are asked for. */
  record Reading(int batch, Duration block, Duration claimIdle, Duration claimInterval) {}

  /** From a stream to a topic. */
  record RedisSource(
      Common common,
      Intake intake,
      Group group,
      Reading reading,
      String payloadField,
      Optional<String> deadLetter)
      implements Source {}

  /**
   * From a topic to a stream.
   *
   * @param stream with {@code {topic}} to be replaced
   * @param maxLength 0 for a stream that is never trimmed
   */
  record RedisSink(Common common, Outflow outflow, String stream, long maxLength) implements Sink {}

  /** How a user proves to Kafka who it is. */
  enum Sasl {
    PLAIN,
    SCRAM_SHA_256,
    SCRAM_SHA_512
  }

  /**
   * What both directions with Kafka need.
   *
   * @param brokers where else to ask for the cluster, {@code HOST:PORT} each
   * @param topic Kafka's own, of which ours knows nothing
   */
  record Kafka(String topic, List<String> brokers, Sasl sasl) {
    public Kafka {
      brokers = List.copyOf(brokers);
    }
  }

  /** Where a group of Kafka begins that has taken nothing yet. */
  enum Start {
    BEGINNING,
    NOW
  }

  /** A group of Kafka, and how its members take. */
  record Membership(
      String group, Start start, int batch, int fetchBytes, Duration commit, Duration session) {}

  /** From a topic of Kafka to one of ours. */
  record KafkaSource(
      Common common, Intake intake, Kafka kafka, Membership membership, Optional<String> deadLetter)
      implements Source {}

  /** From a topic of ours to one of Kafka. */
  record KafkaSink(Common common, Outflow outflow, Kafka kafka) implements Sink {}
}
