package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.connectors.servers.Certificates;
import dev.holdfast.connectors.servers.RabbitClient;
import dev.holdfast.connectors.servers.RabbitServer;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real RabbitMQ, which is killed while messages flow through it.
 *
 * <p>Long: {@code mvn test -Dtest=RabbitTest -Dholdfast.brokers.messages=100000
 * -Dholdfast.brokers.kills=3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RabbitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path directory = Path.of("");

  /** There is none where it is not installed. */
  private Optional<RabbitServer> started = Optional.empty();

  @BeforeAll
  void start() throws IOException {
    if (RabbitServer.isInstalled()) {
      started = Optional.of(RabbitServer.start(directory.resolve("rabbitmq"), Certificates.ours()));
    }
  }

  private RabbitServer server() {
    return started.orElseThrow();
  }

  @BeforeEach
  void need() {
    RabbitServer.need();
  }

  @AfterAll
  void stop() {
    started.ifPresent(RabbitServer::close);
  }

  @Test
  void nothingIsLostOrDoubledWhenTheBrokerIsKilled() throws Exception {
    RoundTrip.Result result = roundTrip("killed").killing(server()::kill, server()::restart);
    System.out.println("RabbitMQ: " + result.summary());
    assertEquals(List.of(), result.breaches(), result.summary());
  }

  @Test
  void aTopicThatForgetsIdsIsFoundOut() throws Exception {
    RoundTrip.Result result = roundTrip("forgetful").forgetting();
    assertTrue(
        result.breaches().stream().anyMatch(breach -> breach.endsWith("doubled")), result::summary);
  }

  @Test
  void nothingIsLostWhenTheNodeDies() throws Exception {
    assertEquals("300 of 300, of which in order: 300", acrossADeath("dies", false));
  }

  @Test
  void anAnswerBeforeTheCommitIsFoundOut() throws Exception {
    assertEquals("100 of 300, of which in order: 100", acrossADeath("hasty", true));
  }

  private String acrossADeath(String queue, boolean answersEarly) throws Exception {
    try (var client = new RabbitClient(server())) {
      client.declare(queue);
      for (int i = 0; i < 300; i++) {
        client.publish(queue, "m-" + i, Map.of("key", "k" + i % 7), Integer.toString(i));
      }
      return Running.acrossADeath(source(queue, "key = \"header:key\""), answersEarly);
    }
  }

  private RoundTrip roundTrip(String queue) {
    String both =
        "type = rabbitmq, topic = counted, uri = \"%s\", queue = %s, declare = true\n"
            .formatted(server().uri(), queue);
    return new RoundTrip(
        both + "direction = source, key = \"header:holdfast.key\"", both + "direction = sink");
  }

  @Test
  void keyIdAndAttributesComeFromTheMessage() throws Exception {
    try (var client = new RabbitClient(server());
        Running node = Running.node("node-1")) {
      client.declare("attributes");
      Map<String, Object> headers =
          Map.of("shop", "s1", "kind", "order", "number", 7, "broker.redelivered", "forged");
      client.publish("attributes", "m-1", headers, "{\"a\":1}");
      client.publish("attributes", "m-1", headers, "{\"a\":1}");
      client.publish("attributes", "m-2", headers, "{\"a\":2}");
      node.start("in", source("attributes", "key = \"header:shop\""));
      node.awaitTopic(2);
      assertEquals(
          new InboundMessage(
              "counted",
              "s1",
              Json.of("{\"a\":1}"),
              Map.of("kind", "order", "content-type", "application/json", "message-id", "m-1"),
              Optional.of("m-1")),
          node.topics().of("s1").getFirst());
      assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), node.topics().payloads("s1"));
    }
  }

  @Test
  void poisonGoesToTheDeadLetterExchangeAndTheRestGoesOn() throws Exception {
    try (var client = new RabbitClient(server());
        Running node = Running.node("node-1")) {
      client.declareExchange("grave");
      node.start("in", source("poisoned", "declare = true, dead-letter = grave, max-bytes = 100"));
      node.awaitRunning("in");
      for (String body : List.of("no json", "\"unwanted\"", '"' + "x".repeat(100) + '"', "1")) {
        client.publish("poisoned", "m-" + body.length(), Map.of(), body);
      }
      node.awaitTopic(1);
      assertEquals(List.of("1"), node.topics().payloads("poisoned"));
      Waiting.until(PATIENCE, () -> node.state("in").toString(), () -> count(client, "grave") == 3);
      assertEquals(3, node.state("in").numbers().poison());
      assertEquals(1, node.state("in").numbers().in());
    }
  }

  private static int count(RabbitClient client, String queue) {
    try {
      return client.count(queue);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aMessageForWhichThereIsNoQueueIsRefused() throws Exception {
    try (Running node = Running.node("node-1")) {
      node.start("out", sink("exchange = amq.direct"));
      node.awaitRunning("out");
      Handover handover = node.deliver(1);
      assertTrue(handover.toString().contains("no queue for it: NO_ROUTE"), handover::toString);
      assertInstanceOf(Handover.Refused.class, handover);
    }
  }

  @Test
  void whatIsNotThereYetIsToldAndWaitedFor() throws Exception {
    try (var client = new RabbitClient(server());
        Running node = Running.node("node-1")) {
      node.start("in", source("later", ""));
      node.start("out", sink("exchange = nowhere"));
      node.awaitError("in", "NOT_FOUND - no queue 'later'");
      node.awaitError("out", "NOT_FOUND - no exchange 'nowhere'");
      assertInstanceOf(Handover.NotNow.class, node.deliver(1));
      client.declare("later");
      node.awaitRunning("in");
      client.publish("later", "m-1", Map.of(), "1");
      node.awaitTopic(1);
    }
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "hunter2");
    try (Running node = Running.node("node-1")) {
      node.start(
          "in", source("any", "username = guest, password = { file = \"" + password + "\" }"));
      node.awaitError("in", "ACCESS_REFUSED");
      assertFalse(node.state("in").toString().contains("hunter2"));
    }
  }

  @Test
  void aSourceThatIsStoppedLeavesTheRestInTheQueueAndGoesOnThere() throws Exception {
    try (var client = new RabbitClient(server());
        Running node = Running.node("node-1")) {
      client.declare("resumed");
      node.start("in", source("resumed", "prefetch = 1"));
      for (int i = 0; i < 200; i++) {
        client.publish("resumed", "m-" + i, Map.of(), Integer.toString(i));
      }
      node.awaitTopic(50);
      node.connectors().stop("in").toCompletableFuture().join();
      assertInstanceOf(Phase.Stopped.class, node.state("in").phase());
      int stopped = node.topics().size();
      assertEquals(200 - stopped, client.count("resumed"));
      node.connectors().start("in");
      node.awaitTopic(200);
      assertEquals(200, node.state("in").numbers().in(), "nothing came twice");
    }
  }

  @Test
  void twoNodesShareTheWork() throws Exception {
    try (var client = new RabbitClient(server());
        Running one = Running.node("node-1");
        Running two = Running.with("node-2", one.topics())) {
      client.declare("shared");
      one.start("in", source("shared", "prefetch = 2"));
      two.start("in", source("shared", "prefetch = 2"));
      one.awaitRunning("in");
      two.awaitRunning("in");
      for (int i = 0; i < 100; i++) {
        client.publish("shared", "m-" + i, Map.of(), Integer.toString(i));
      }
      one.awaitTopic(100);
      assertEquals(100, one.topics().of("shared").size());
      assertTrue(one.state("in").numbers().in() > 0);
      assertTrue(two.state("in").numbers().in() > 0);
    }
  }

  @Test
  void aBrokerThatTakesNothingIsToldAndWaitedFor() throws Exception {
    try (Running node = Running.node("node-1")) {
      node.start("out", sink("queue = full, declare = true"));
      node.awaitRunning("out");
      server().control("set_vm_memory_high_watermark", "absolute", "1MB");
      Outlet outlet = node.connectors().outlet("out");
      var first = outlet.deliver(Courier.message("counted", "k", 1, "1")).toCompletableFuture();
      node.awaitError("out", "the broker takes nothing: low on memory");
      assertFalse(first.isDone());
      assertInstanceOf(Handover.NotNow.class, node.deliver(1));
      server().control("set_vm_memory_high_watermark", "0.4");
      assertEquals(new Handover.Accepted(), first.orTimeout(20, TimeUnit.SECONDS).join());
      node.awaitRunning("out");
    }
  }

  @Test
  void aBrokerThatHangsIsGivenUpAndFoundAgain() throws Exception {
    String impatient = "declare = true, heartbeat = 1s, connect-timeout = 1s, answer-timeout = 1s";
    try (Running node = Running.node("node-1")) {
      node.start("in", source("frozen", impatient));
      node.start("out", sink("queue = frozen, " + impatient));
      node.awaitRunning("in");
      node.awaitRunning("out");
      server().freeze();
      Handover handover = node.deliver(1);
      node.awaitError("in", "");
      server().thaw();
      assertInstanceOf(Handover.NotNow.class, handover);
      node.awaitRunning("out");
      assertEquals(new Handover.Accepted(), node.deliver(1));
      node.awaitTopic(1);
      assertEquals(List.of("1"), node.topics().payloads("frozen"));
    }
  }

  @Test
  void whatThePageShowsRuns() throws Exception {
    try (var client = new RabbitClient(server());
        Running node = Running.node("node-1")) {
      client.declareExchange("shop-events");
      node.startShown("rabbitmq", server().uri());
      client.publish("incoming-orders", "m-1", Map.of(), "{\"customer\": \"ada\"}");
      node.awaitTopic(1);
      assertEquals(1, node.topics().of("ada").size());
      Handover handover =
          Running.answer(
              node.connectors()
                  .outlet("order-events")
                  .deliver(Courier.message("order-events", "ada", 1, "1")));
      assertEquals(new Handover.Accepted(), handover);
      assertEquals(List.of("1"), client.take("shop-events"));
    }
  }

  @Test
  void bothSidesProveThemselvesByCertificates() throws Exception {
    new Proofs(
            "amqps://127.0.0.1:" + server().tlsPort(),
            tls -> source("secure", "declare = true\n" + tls),
            tls -> sink("queue = secure, declare = true\n" + tls))
        .assertBothSidesAreAsked();
  }

  private String source(String queue, String more) {
    return "type = rabbitmq, direction = source, uri = \"%s\", queue = %s\n%s"
        .formatted(server().uri(), queue, more);
  }

  private String sink(String more) {
    return "type = rabbitmq, direction = sink, uri = \"%s\"\n%s".formatted(server().uri(), more);
  }
}
