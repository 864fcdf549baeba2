package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.connectors.servers.Certificates;
import dev.holdfast.connectors.servers.RedisServer;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.protocol.Json;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Redis, which is killed while messages flow through it.
 *
 * <p>Long: {@code mvn test -Dtest=RedisTest -Dholdfast.brokers.messages=100000
 * -Dholdfast.brokers.kills=3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path directory = Path.of("");

  /** There is none where it is not installed. */
  private Optional<RedisServer> started = Optional.empty();

  @BeforeAll
  void start() throws IOException {
    if (RedisServer.isInstalled()) {
      started = Optional.of(RedisServer.start(directory.resolve("redis"), Certificates.ours()));
    }
  }

  private RedisServer server() {
    return started.orElseThrow();
  }

  @BeforeEach
  void need() {
    RedisServer.need();
  }

  @AfterAll
  void stop() {
    started.ifPresent(RedisServer::close);
  }

  /** What somebody else asks of Redis. */
  private interface Asking {
    void ask(RedisCommands<String, String> redis) throws Exception;
  }

  private void with(Asking asking) throws Exception {
    try (RedisClient client = RedisClient.create(server().uri())) {
      asking.ask(client.connect().sync());
    }
  }

  @Test
  void nothingIsLostOrDoubledWhenTheBrokerIsKilled() throws Exception {
    RoundTrip.Result result = roundTrip("killed").killing(server()::kill, server()::restart);
    System.out.println("Redis: " + result.summary());
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
    fill("dies");
    assertEquals(
        "300 of 300, of which in order: 300", Running.acrossADeath(source("dies", ""), false));
  }

  @Test
  void anAnswerBeforeTheCommitIsFoundOut() throws Exception {
    fill("hasty");
    assertEquals(
        "100 of 300, of which in order: 100", Running.acrossADeath(source("hasty", ""), true));
  }

  private void fill(String stream) throws Exception {
    with(
        redis -> {
          for (int i = 0; i < 300; i++) {
            redis.xadd(stream, Map.of("key", "k" + i % 7, "payload", Integer.toString(i)));
          }
        });
  }

  private RoundTrip roundTrip(String stream) {
    String both =
        "type = redis, topic = counted, uri = \"%s\", stream = %s\n"
            .formatted(server().uri(), stream);
    return new RoundTrip(both + "direction = source, id = \"field:id\"", both + "direction = sink");
  }

  @Test
  void keyIdAndAttributesComeFromTheFields() throws Exception {
    with(
        redis -> {
          String entry = redis.xadd("fields", Map.of("key", "k", "payload", "1", "kind", "order"));
          try (Running node = Running.node("node-1")) {
            node.start("in", source("fields", ""));
            node.awaitTopic(1);
            assertEquals(
                List.of(
                    new InboundMessage(
                        "counted",
                        "k",
                        Json.of("1"),
                        Map.of("kind", "order"),
                        Optional.of("fields/" + entry))),
                node.topics().of("k"));
            awaitAcknowledged(redis, "fields");
          }
        });
  }

  @Test
  void anEntryHasTheMessagesIdKeyPayloadAndAttributes() throws Exception {
    with(
        redis -> {
          try (Running node = Running.node("node-1")) {
            node.start("out", sink("stream = \"out-{topic}\", max-length = 10"));
            node.awaitRunning("out");
            assertEquals(new Handover.Accepted(), node.deliver(1));
            StreamMessage<String, String> entry =
                redis.xrange("out-counted", Range.unbounded()).getFirst();
            assertEquals(
                Map.of("id", "counted/17-1-0", "key", "k", "payload", "1", "kind", "counted"),
                entry.getBody());
            for (int i = 2; i < 500; i++) {
              node.deliver(i);
            }
            assertTrue(redis.xlen("out-counted") < 300, "it is trimmed");
          }
        });
  }

  @Test
  void poisonGoesToItsStreamAndTheRestGoesOn() throws Exception {
    with(
        redis -> {
          redis.xadd("poisoned", Map.of("key", "k", "payload", "no json", "kind", "order"));
          redis.xadd("poisoned", Map.of("key", "k", "payload", "\"unwanted\""));
          redis.xadd("poisoned", Map.of("payload", "3"));
          redis.xadd("poisoned", Map.of("key", "k", "payload", "4"));
          try (Running node = Running.node("node-1")) {
            node.start("in", source("poisoned", "dead-letter = grave"));
            node.awaitTopic(1);
            assertEquals(List.of("4"), node.topics().payloads("k"));
            awaitAcknowledged(redis, "poisoned");
            List<StreamMessage<String, String>> grave = redis.xrange("grave", Range.unbounded());
            assertEquals(3, grave.size());
            Map<String, String> first = grave.getFirst().getBody();
            assertEquals("no json", first.get("payload"));
            assertEquals("order", first.get("kind"));
            assertTrue(String.valueOf(first.get("problem")).contains("not JSON"));
            assertEquals(3, node.state("in").numbers().poison());
          }
        });
  }

  @Test
  void aSourceBeginsWithWhatItWasGivenAndDidNotAcknowledge() throws Exception {
    with(
        redis -> {
          redis.xgroupCreate(
              StreamOffset.from("given", "0"), "holdfast", XGroupCreateArgs.Builder.mkstream());
          for (int i = 0; i < 10; i++) {
            redis.xadd("given", Map.of("key", "k", "payload", Integer.toString(i)));
          }
          // As a run that was killed has left it: the connector's own consumer has three of them.
          take(redis, "in", "given", 3);
          try (Running node = Running.node("node-1")) {
            node.start("in", source("given", "nodes = one, prefetch = 2, batch = 2"));
            node.awaitTopic(10);
            assertEquals(
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                node.topics().payloads("k"));
            awaitAcknowledged(redis, "given");
          }
        });
  }

  @Test
  void whatAConsumerThatIsGoneHasIsTakenFromIt() throws Exception {
    with(
        redis -> {
          redis.xgroupCreate(
              StreamOffset.from("orphaned", "0"), "holdfast", XGroupCreateArgs.Builder.mkstream());
          for (int i = 0; i < 10; i++) {
            redis.xadd("orphaned", Map.of("key", "k" + i, "payload", "1"));
          }
          take(redis, "node-9", "orphaned", 7);
          try (Running node = Running.node("node-1")) {
            node.start(
                "in", source("orphaned", "claim-idle = 300ms, claim-interval = 50ms, batch = 2"));
            node.awaitTopic(10);
            awaitAcknowledged(redis, "orphaned");
          }
        });
  }

  @SuppressWarnings("unchecked") // An array of offsets, of which there is one.
  private static void take(
      RedisCommands<String, String> redis, String consumer, String stream, int count) {
    var taken =
        redis.xreadgroup(
            Consumer.from("holdfast", consumer),
            XReadArgs.Builder.count(count),
            StreamOffset.lastConsumed(stream));
    assertEquals(count, taken.size());
  }

  private static void awaitAcknowledged(RedisCommands<String, String> redis, String stream)
      throws InterruptedException {
    Waiting.until(
        PATIENCE,
        () -> redis.xpending(stream, "holdfast").toString(),
        () -> redis.xpending(stream, "holdfast").getCount() == 0);
  }

  @Test
  void aGroupThatVanishesIsMadeAgain() throws Exception {
    with(
        redis -> {
          try (Running node = Running.node("node-1")) {
            node.start("in", source("vanishing", "block = 100ms"));
            node.awaitRunning("in");
            redis.del("vanishing");
            Waiting.until(
                PATIENCE,
                () -> node.state("in").toString(),
                () -> node.state("in").numbers().connections() == 2);
            redis.xadd("vanishing", Map.of("key", "k", "payload", "1"));
            node.awaitTopic(1);
          }
        });
  }

  @Test
  void aSourceThatIsStoppedAcknowledgesWhatIsThroughAndGoesOnThere() throws Exception {
    with(
        redis -> {
          for (int i = 0; i < 200; i++) {
            redis.xadd("resumed", Map.of("key", "k", "payload", Integer.toString(i)));
          }
          try (Running node = Running.node("node-1")) {
            node.start("in", source("resumed", "prefetch = 1"));
            node.awaitTopic(50);
            node.connectors().stop("in").toCompletableFuture().join();
            assertInstanceOf(Phase.Stopped.class, node.state("in").phase());
            node.connectors().start("in");
            node.awaitTopic(200);
            awaitAcknowledged(redis, "resumed");
            assertEquals(200, node.state("in").numbers().in(), "nothing came twice");
          }
        });
  }

  @Test
  void twoNodesShareTheWork() throws Exception {
    with(
        redis -> {
          try (Running one = Running.node("node-1");
              Running two = Running.with("node-2", one.topics())) {
            one.start("in", source("shared", "prefetch = 2"));
            two.start("in", source("shared", "prefetch = 2"));
            one.awaitRunning("in");
            two.awaitRunning("in");
            for (int i = 0; i < 100; i++) {
              redis.xadd("shared", Map.of("key", "k", "payload", "1"));
            }
            one.awaitTopic(100);
            assertEquals(100, one.topics().size());
            assertTrue(one.state("in").numbers().in() > 0);
            assertTrue(two.state("in").numbers().in() > 0);
          }
        });
  }

  @Test
  void aWrongPasswordIsToldAndNotShown() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "hunter2");
    try (Running node = Running.node("node-1")) {
      node.start(
          "in", source("any", "username = nobody, password = { file = \"" + password + "\" }"));
      node.awaitError("in", "WRONGPASS");
      assertFalse(node.state("in").toString().contains("hunter2"));
    }
  }

  @Test
  void aBrokerThatHangsIsGivenUpAndFoundAgain() throws Exception {
    String impatient = "connect-timeout = 1s, answer-timeout = 1s\n";
    try (Running node = Running.node("node-1")) {
      node.start("in", source("frozen", "block = 200ms, id = \"field:id\", " + impatient));
      node.start("out", sink("stream = frozen, " + impatient));
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
      assertEquals(List.of("1"), node.topics().payloads("k"));
    }
  }

  @Test
  void whatThePageShowsRuns() throws Exception {
    with(
        redis -> {
          try (Running node = Running.node("node-1")) {
            node.startShown("redis", server().uri());
            redis.xadd("sensor-readings", Map.of("key", "k", "payload", "1"));
            node.awaitTopic(1);
            Handover handover =
                Running.answer(
                    node.connectors()
                        .outlet("alarms")
                        .deliver(Courier.message("alarms", "k", 1, "1")));
            assertEquals(new Handover.Accepted(), handover);
            assertEquals(1, redis.xlen("out-alarms"));
          }
        });
  }

  @Test
  void bothSidesProveThemselvesByCertificates() throws Exception {
    new Proofs(
            "rediss://127.0.0.1:" + server().tlsPort(),
            tls -> source("secure", tls),
            tls -> sink("stream = secure\n" + tls))
        .assertBothSidesAreAsked();
  }

  private String source(String stream, String more) {
    return "type = redis, direction = source, uri = \"%s\", stream = %s\n%s"
        .formatted(server().uri(), stream, more);
  }

  private String sink(String more) {
    return "type = redis, direction = sink, uri = \"%s\"\n%s".formatted(server().uri(), more);
  }
}
