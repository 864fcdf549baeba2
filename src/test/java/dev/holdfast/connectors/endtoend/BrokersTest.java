package dev.holdfast.connectors.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.servers.Certificates;
import dev.holdfast.connectors.servers.KafkaClient;
import dev.holdfast.connectors.servers.KafkaServer;
import dev.holdfast.connectors.servers.RabbitServer;
import dev.holdfast.connectors.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real broker and a real node between them, killed while messages flow both ways.
 *
 * <p>Long: {@code mvn test -Dtest=BrokersTest -Dholdfast.brokers.messages=100000
 * -Dholdfast.brokers.kills=3}.
 */
class BrokersTest {
  private static final int FEW_MESSAGES = 1_000;

  @TempDir private Path directory = Path.of("");

  private record Rabbit(RabbitServer server) implements Journey.Broker {
    @Override
    public String connectors() {
      return connectorsOf(
          "type = rabbitmq, uri = \"" + server.uri() + "\", queue = sales, declare = true",
          "header:holdfast.key");
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void restart() throws IOException {
      server.restart();
    }
  }

  private record Redis(RedisServer server) implements Journey.Broker {
    @Override
    public String connectors() {
      return connectorsOf(
          "type = redis, uri = \"" + server.uri() + "\", stream = sales", "field:key");
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void restart() throws IOException {
      server.restart();
    }
  }

  private record Kafka(KafkaServer server) implements Journey.Broker {
    @Override
    public String connectors() {
      return connectorsOf(
          "type = kafka, uri = \"" + server.uri() + "\", kafka-topic = sales", "record-key");
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void restart() throws IOException {
      server.restart();
    }
  }

  private static String connectorsOf(String both, String key) {
    String id =
        switch (key) {
          case "field:key" -> ", group = ledgers, id = \"field:id\"";
          case "record-key" -> ", group = ledgers, id = \"header:holdfast.id\"";
          default -> "";
        };
    return """
        holdfast.connectors.out { %1$s, direction = sink, topic = sold }
        holdfast.connectors.in { %1$s, direction = source, topic = brought, key = "%2$s"%3$s }
        """
        .formatted(both, key, id);
  }

  @Test
  void everythingComesBackFromRabbitMqOnce() throws Exception {
    RabbitServer.need();
    try (RabbitServer server = RabbitServer.start(directory.resolve("rabbitmq"))) {
      assertComesBackOnce("RabbitMQ", new Rabbit(server));
    }
  }

  @Test
  void everythingComesBackFromRedisOnce() throws Exception {
    RedisServer.need();
    try (RedisServer server = RedisServer.start(directory.resolve("redis"))) {
      assertComesBackOnce("Redis", new Redis(server));
    }
  }

  @Test
  void everythingComesBackFromKafkaOnce() throws Exception {
    try (KafkaServer server = KafkaServer.start(directory.resolve("kafka"), Certificates.ours())) {
      try (var client = new KafkaClient(server)) {
        client.create("sales", 4);
      }
      assertComesBackOnce("Kafka", new Kafka(server));
    }
  }

  private void assertComesBackOnce(String name, Journey.Broker broker) throws Exception {
    long begun = System.nanoTime();
    Tills.Counts counts =
        Journey.run(broker, directory.resolve("node"), Journey.MESSAGES, List.of());
    System.out.printf(
        "%s: %d messages out and in, %d kills, %.1f s: %s%n",
        name, Journey.MESSAGES, Journey.KILLS, (System.nanoTime() - begun) / 1e9, counts);
    assertEquals(new Tills.Counts(Journey.MESSAGES, 0, 0), counts);
  }

  @Test
  void aNodeThatRecognisesNothingIsFoundOut() throws Exception {
    RedisServer.need();
    try (RedisServer server = RedisServer.start(directory.resolve("redis"))) {
      Tills.Counts counts =
          Journey.run(
              new Redis(server),
              directory.resolve("node"),
              FEW_MESSAGES,
              List.of("holdfast.services.unsafe.dedup = false"));
      assertTrue(counts.again() > 0, counts::toString);
    }
  }
}
