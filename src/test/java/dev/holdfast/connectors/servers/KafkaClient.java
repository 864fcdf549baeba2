package dev.holdfast.connectors.servers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What somebody else asks of a broker, and waits for. */
public final class KafkaClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> cluster;
  private final Admin admin;
  private final KafkaProducer<String, String> producer;

  public KafkaClient(KafkaServer server) {
    this.cluster = Map.of("bootstrap.servers", server.address());
    this.admin = Admin.create(cluster);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.address(), "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  public void create(String topic, int partitions) throws Exception {
    create(topic, partitions, Map.of());
  }

  public void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    var made = new NewTopic(topic, partitions, (short) 1).configs(settings);
    await(admin.createTopics(List.of(made)).all());
  }

  public void delete(String topic) throws Exception {
    await(admin.deleteTopics(List.of(topic)).all());
  }

  /** Adds a record and answers where it is: topic, partition, offset and timestamp. */
  public String add(
      String topic, @Nullable String key, @Nullable String value, Map<String, String> headers)
      throws Exception {
    var record = new ProducerRecord<>(topic, key, value);
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    var at = producer.send(record).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return "%s-%d-%d-%d".formatted(topic, at.partition(), at.offset(), at.timestamp());
  }

  /** The first records of a topic with one partition. */
  public List<ConsumerRecord<String, String>> records(String topic, int count) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    var partition = new TopicPartition(topic, 0);
    try (var consumer =
        new KafkaConsumer<>(cluster, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < count && System.nanoTime() - deadline < 0) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
    }
    return found;
  }

  public static Map<String, String> headers(ConsumerRecord<String, String> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }

  /** The sum of what a group has committed. */
  public long committed(String group) throws Exception {
    return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .values()
        .stream()
        .mapToLong(one -> one == null ? 0 : one.offset())
        .sum();
  }

  /** How many partitions each member of a group has. */
  public List<Integer> shares(String group) throws Exception {
    Map<String, ConsumerGroupDescription> described =
        await(admin.describeConsumerGroups(List.of(group)).all());
    return described.values().stream()
        .flatMap(one -> one.members().stream())
        .map(one -> one.assignment().topicPartitions().size())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }
}
