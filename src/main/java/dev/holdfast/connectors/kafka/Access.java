package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.BrokerSettings;
import dev.holdfast.connectors.BrokerSettings.Own;
import dev.holdfast.connectors.BrokerSettings.Tls;
import dev.holdfast.connectors.ConnectorSettings;
import dev.holdfast.connectors.ConnectorSettings.Kafka;
import dev.holdfast.connectors.ConnectorSettings.Sasl;
import dev.holdfast.connectors.link.Self;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How one connector reaches its cluster, read anew for each connection; makes its clients.
 *
 * <p>Invariant: what is secret is a {@link Password}, which does not print.
 */
final class Access {
  private static final int USUAL_PORT = 9092;
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(10);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration LONGEST_FETCH = Duration.ofMillis(500);

  /** So long nothing is tried once a connection is lost, and we can see that it is. */
  private static final int UNCONNECTED_MILLIS = 1_000;

  /** What a record has beside its payload and its attributes. */
  private static final long ENVELOPE_BYTES = 1 << 20;

  private static final long USUAL_BUFFER_BYTES = 32 << 20;

  private final BrokerSettings broker;
  private final Map<String, Object> common;
  private final List<String> brokers;

  private Access(BrokerSettings broker, List<String> brokers, Map<String, Object> common) {
    this.broker = broker;
    this.brokers = brokers;
    this.common = common;
  }

  static Access of(ConnectorSettings settings, Kafka kafka, Self self) throws IOException {
    BrokerSettings broker = settings.common().broker();
    List<String> brokers = new ArrayList<>();
    brokers.add(broker.uri().getHost() + ":" + broker.port(USUAL_PORT));
    brokers.addAll(kafka.brokers());
    int connect = millis(broker.connectTimeout());
    Map<String, Object> all = new HashMap<>();
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", brokers));
    all.put(
        CommonClientConfigs.CLIENT_ID_CONFIG, "holdfast-" + self.node() + "-" + settings.name());
    all.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, (long) connect);
    all.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, (long) connect);
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, (long) UNCONNECTED_MILLIS);
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, (long) UNCONNECTED_MILLIS);
    all.put(
        CommonClientConfigs.METADATA_MAX_AGE_CONFIG, (long) millis(third(broker, LONGEST_BEAT)));
    all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    boolean known = !broker.username().isEmpty();
    boolean tls = broker.tls().isPresent();
    all.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        (known ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
    if (known) {
      prove(all, broker, kafka.sasl(), self);
    }
    if (tls) {
      secure(all, broker.tls().get());
    }
    return new Access(broker, List.copyOf(brokers), all);
  }

  private static void prove(Map<String, Object> all, BrokerSettings broker, Sasl sasl, Self self)
      throws IOException {
    String mechanism =
        switch (sasl) {
          case PLAIN -> "PLAIN";
          case SCRAM_SHA_256 -> "SCRAM-SHA-256";
          case SCRAM_SHA_512 -> "SCRAM-SHA-512";
        };
    String module =
        sasl == Sasl.PLAIN
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    String login =
        "%s required username=%s password=%s;"
            .formatted(
                module,
                quoted(broker.username()),
                quoted(broker.password().resolve(self.environment()).value()));
    all.put(SaslConfigs.SASL_MECHANISM, mechanism);
    all.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login));
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }

  private static void secure(Map<String, Object> all, Tls tls) throws IOException {
    if (tls.ca().isPresent()) {
      all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      all.put(
          SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
          new Password(Files.readString(tls.ca().get())));
    }
    if (tls.own().isPresent()) {
      Own own = tls.own().get();
      all.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      all.put(
          SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
          new Password(Files.readString(own.certificate())));
      all.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(Files.readString(own.key())));
    }
    all.put(
        SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, tls.verifyHost() ? "https" : "");
  }

  /**
   * Throws unless the cluster is there, lets us in and has some topics. A client that is made takes
   * all of that for granted, and only keeps trying.
   */
  void require(List<String> topics) throws Exception {
    knock();
    Map<String, Object> asking = new HashMap<>(common);
    int connect = millis(broker.connectTimeout());
    asking.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, connect);
    asking.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, connect);
    Admin admin = Admin.create(asking);
    try {
      Map<String, KafkaFuture<TopicDescription>> answers =
          admin.describeTopics(topics).topicNameValues();
      for (Map.Entry<String, KafkaFuture<TopicDescription>> one : answers.entrySet()) {
        require(one.getKey(), one.getValue());
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private void require(String topic, KafkaFuture<TopicDescription> answer) throws Exception {
    try {
      answer.get(2L * millis(broker.connectTimeout()), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw switch (why) {
        case UnknownTopicOrPartitionException _ -> missing(topic);
        case TimeoutException _ ->
            new IOException("no answer within " + millis(broker.connectTimeout()) + " ms", why);
        case Exception other -> other;
        default -> e;
      };
    }
  }

  static IOException missing(String topic) {
    return new IOException("there is no topic " + topic + " at the broker");
  }

  /** Says why nobody can be reached, which the clients keep to themselves. */
  private void knock() throws IOException {
    List<IOException> failures = new ArrayList<>();
    for (String one : brokers) {
      int colon = one.lastIndexOf(':');
      String host = one.substring(0, colon).replace("[", "").replace("]", "");
      int port = Integer.parseInt(one.substring(colon + 1));
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), millis(broker.connectTimeout()));
        return;
      } catch (IOException e) {
        failures.add(new IOException("cannot reach " + one, e));
      }
    }
    throw failures.getFirst();
  }

  /**
   * A member of a group.
   *
   * @param instance by which the group knows it again after a restart
   */
  KafkaConsumer<byte[], byte[]> consumer(
      ConnectorSettings.KafkaSource settings, String instance, int batch) {
    var membership = settings.membership();
    Map<String, Object> all = answeredInTime();
    all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(broker.answerTimeout()));
    all.put(ConsumerConfig.GROUP_ID_CONFIG, membership.group());
    all.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    all.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class.getName()));
    int session = millis(membership.session());
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    all.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        Math.clamp(session / 3, 1, millis(LONGEST_HEARTBEAT)));
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, membership.fetchBytes());
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, membership.fetchBytes());
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(third(broker, LONGEST_FETCH)));
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Answers mean that every replica in sync has it, and that it is there once for each send. */
  KafkaProducer<byte[], byte[]> producer(long maxBytes) {
    Map<String, Object> all = answeredInTime();
    long most = Math.min(maxBytes + ENVELOPE_BYTES, Integer.MAX_VALUE);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0L);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(broker.answerTimeout()));
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis(broker.connectTimeout()));
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int) most);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(most, USUAL_BUFFER_BYTES));
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> answeredInTime() {
    Map<String, Object> all = new HashMap<>(common);
    all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(broker.answerTimeout()));
    return all;
  }

  /** Of the time that an answer may take, and no more than a bound. */
  private static Duration third(BrokerSettings broker, Duration most) {
    Duration third = broker.answerTimeout().dividedBy(3);
    return third.compareTo(most) < 0 ? third : most;
  }

  private static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
  }
}
