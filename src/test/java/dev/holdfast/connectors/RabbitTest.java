package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.servers.RabbitServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * RabbitMQ that is killed while messages flow through it.
 *
 * <p>Long: {@code mvn test -Dtest=RabbitTest -Dholdfast.brokers.messages=100000
 * -Dholdfast.brokers.kills=3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitTest {
  private static final int MESSAGES = Integer.getInteger("holdfast.brokers.messages", 3_000);
  private static final int KILLS = Integer.getInteger("holdfast.brokers.kills", 1);
  private static final long SEED = Long.getLong("holdfast.brokers.seed", 20260301);

  /** Of the inlet: as many fail before as after the message is published. */
  private static final double FAILURES = 0.01;

  @TempDir private Path directory = Path.of("");
  private RabbitServer server;

  @BeforeAll
  void start() throws IOException {
    server = RabbitServer.start(directory.resolve("rabbitmq"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void nothingIsLostOrDoubledWhenTheBrokerIsKilled() throws Exception {
    var topics = new MemoryTopics(true, FAILURES, SEED);
    RoundTrip.Result result = roundTrip("killed", MESSAGES, KILLS).run(broker(), topics);
    System.out.println("RabbitMQ: " + result.summary());
    assertEquals(List.of(), result.breaches(), "SEED=" + SEED);
  }

  @Test
  void aTopicThatForgetsIdsIsFoundOut() throws Exception {
    var topics = new MemoryTopics(false, FAILURES, SEED);
    RoundTrip.Result result = roundTrip("forgetful", 1_000, 0).run(broker(), topics);
    assertTrue(
        result.breaches().stream().anyMatch(breach -> breach.endsWith("doubled")), result::summary);
  }

  private RoundTrip roundTrip(String queue, int messages, int kills) {
    String source =
        """
        {"type": "rabbitmq", "direction": "source", "topic": "counted", "uri": "%s",
         "queue": "%s", "declare": true, "key": "header:holdfast.key"}
        """
            .formatted(server.uri(), queue);
    String sink =
        """
        {"type": "rabbitmq", "direction": "sink", "topic": "counted", "uri": "%s",
         "queue": "%s", "declare": true}
        """
            .formatted(server.uri(), queue);
    return new RoundTrip(source, sink, messages, kills, SEED);
  }

  private RoundTrip.Broker broker() {
    return new RoundTrip.Broker() {
      @Override
      public void kill() {
        server.kill();
      }

      @Override
      public void restart() throws IOException {
        server.restart();
      }
    };
  }
}
