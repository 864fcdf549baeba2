package dev.holdfast.connectors.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.servers.Certificates;
import dev.holdfast.connectors.servers.KafkaClient;
import dev.holdfast.connectors.servers.KafkaServer;
import dev.holdfast.connectors.servers.RabbitServer;
import dev.holdfast.connectors.servers.RedisServer;
import dev.holdfast.connectors.servers.ServerProcess;
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

  /** A broker of this machine, and the connectors to it. */
  private record Wired(ServerProcess server, String connectors) implements Journey.Broker {
    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void restart() throws IOException {
      server.restart();
    }
  }

  private static Wired rabbit(RabbitServer server) {
    String both = "type = rabbitmq, uri = \"" + server.uri() + "\", queue = sales, declare = true";
    return new Wired(server, connectors(both, "key = \"header:holdfast.key\""));
  }

  private static Wired redis(RedisServer server) {
    String both = "type = redis, uri = \"" + server.uri() + "\", stream = sales";
    String in = "key = \"field:key\", group = ledgers, id = \"field:id\"";
    return new Wired(server, connectors(both, in));
  }

  private static Wired kafka(KafkaServer server) {
    String both = "type = kafka, uri = \"" + server.uri() + "\", kafka-topic = sales";
    String in = "key = record-key, group = ledgers, id = \"header:holdfast.id\"";
    return new Wired(server, connectors(both, in));
  }

  private static String connectors(String both, String in) {
    return """
        holdfast.connectors.out { %1$s, direction = sink, topic = sold }
        holdfast.connectors.in { %1$s, direction = source, topic = brought, %2$s }
        """
        .formatted(both, in);
  }

  @Test
  void everythingComesBackFromRabbitMqOnce() throws Exception {
    RabbitServer.need();
    try (RabbitServer server = RabbitServer.start(directory.resolve("rabbitmq"))) {
      assertComesBackOnce("RabbitMQ", rabbit(server));
    }
  }

  @Test
  void everythingComesBackFromRedisOnce() throws Exception {
    RedisServer.need();
    try (RedisServer server = RedisServer.start(directory.resolve("redis"))) {
      assertComesBackOnce("Redis", redis(server));
    }
  }

  @Test
  void everythingComesBackFromKafkaOnce() throws Exception {
    try (KafkaServer server = KafkaServer.start(directory.resolve("kafka"), Certificates.ours())) {
      try (var client = new KafkaClient(server)) {
        client.create("sales", 4);
      }
      assertComesBackOnce("Kafka", kafka(server));
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
              redis(server),
              directory.resolve("node"),
              FEW_MESSAGES,
              List.of("holdfast.services.unsafe.dedup = false"));
      assertTrue(counts.again() > 0, counts::toString);
    }
  }
}
