package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.connectors.servers.Certificates;
import dev.holdfast.connectors.servers.KafkaClient;
import dev.holdfast.connectors.servers.KafkaServer;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real broker of Kafka, which is killed while messages flow through it.
 *
 * <p>Long: {@code mvn test -Dtest=KafkaTest -Dholdfast.brokers.messages=100000
 * -Dholdfast.brokers.kills=3}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path directory = Path.of("");

  private Optional<KafkaServer> started = Optional.empty();
  private Optional<KafkaClient> asking = Optional.empty();

  @BeforeAll
  void start() throws Exception {
    started = Optional.of(KafkaServer.start(directory.resolve("kafka"), Certificates.ours()));
    asking = Optional.of(new KafkaClient(server()));
  }

  private KafkaServer server() {
    return started.orElseThrow();
  }

  private KafkaClient kafka() {
    return asking.orElseThrow();
  }

  @AfterAll
  void stop() {
    asking.ifPresent(KafkaClient::close);
    started.ifPresent(KafkaServer::close);
  }

  @Test
  void nothingIsLostOrDoubledWhenTheBrokerIsKilled() throws Exception {
    RoundTrip.Result result = roundTrip("killed").killing(server()::kill, server()::restart);
    System.out.println("Kafka: " + result.summary());
    assertEquals(List.of(), result.breaches(), result.summary());
  }

  @Test
  void aTopicThatForgetsIdsIsFoundOut() throws Exception {
    RoundTrip.Result result = roundTrip("forgetful").forgetting();
    assertTrue(
        result.breaches().stream().anyMatch(breach -> breach.endsWith("doubled")), result::summary);
  }

  private RoundTrip roundTrip(String topic) throws Exception {
    kafka().create(topic, 4);
    String both =
        "type = kafka, topic = counted, uri = \"%s\", kafka-topic = %s\n"
            .formatted(server().uri(), topic);
    return new RoundTrip(
        both + "direction = source, id = \"header:holdfast.id\", group = " + topic,
        both + "direction = sink");
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

  private void fill(String topic) throws Exception {
    kafka().create(topic, 3);
    for (int i = 0; i < 300; i++) {
      kafka().add(topic, "k" + i % 7, Integer.toString(i), Map.of());
    }
  }

  @Test
  void keyIdAndAttributesComeFromTheRecord() throws Exception {
    kafka().create("headed", 1);
    String place = kafka().add("headed", "k", "1", Map.of("kind", "order", "broker.a", "forged"));
    kafka().add("headed", "k", null, Map.of());
    try (Running node = Running.node("node-1")) {
      node.start("in", source("headed", ""));
      node.awaitTopic(2);
      List<InboundMessage> messages = node.topics().of("k");
      assertEquals(
          new InboundMessage(
              "counted", "k", Json.of("1"), Map.of("kind", "order"), Optional.of(place)),
          messages.getFirst());
      assertEquals("null", messages.getLast().payload().toString());
      assertEquals(Map.of("broker.tombstone", "true"), messages.getLast().attributes());
      awaitCommitted("headed", 2);
    }
  }

  @Test
  void aRecordHasTheMessagesIdKeyPayloadAndAttributes() throws Exception {
    kafka().create("out-counted", 1);
    try (Running node = Running.node("node-1")) {
      node.start("out", sink("out-{topic}", "max-bytes = 2 MiB"));
      node.awaitRunning("out");
      String large = '"' + "x".repeat(1_500_000) + '"';
      Handover tooLarge =
          Running.answer(
              node.connectors().outlet("out").deliver(Courier.message("counted", "k", 1, large)));
      assertInstanceOf(Handover.Refused.class, tooLarge, "more than the broker takes");
      assertEquals(new Handover.Accepted(), node.deliver(2));
      ConsumerRecord<String, String> record = kafka().records("out-counted", 1).getFirst();
      assertEquals("k", record.key());
      assertEquals("1", record.value());
      Map<String, String> headers = KafkaClient.headers(record);
      assertEquals("counted/17-2-0", headers.get("holdfast.id"));
      assertEquals("counted", headers.get("kind"));
      assertEquals(1, node.state("out").numbers().connections());
    }
  }

  @Test
  void poisonGoesToItsTopicAndTheRestGoesOn() throws Exception {
    kafka().create("poisoned", 1);
    kafka().create("grave", 1);
    String first = kafka().add("poisoned", "k", "no json", Map.of("kind", "order"));
    kafka().add("poisoned", "k", "\"unwanted\"", Map.of());
    kafka().add("poisoned", null, "3", Map.of());
    kafka().add("poisoned", "k", "4", Map.of());
    try (Running node = Running.node("node-1")) {
      node.start("in", source("poisoned", "dead-letter = grave"));
      node.awaitTopic(1);
      assertEquals(List.of("4"), node.topics().payloads("k"));
      awaitCommitted("poisoned", 4);
      List<ConsumerRecord<String, String>> grave = kafka().records("grave", 3);
      assertEquals(3, grave.size());
      ConsumerRecord<String, String> one =
          grave.stream().filter(it -> "no json".equals(it.value())).findFirst().orElseThrow();
      Map<String, String> headers = KafkaClient.headers(one);
      assertEquals("k", one.key());
      assertEquals("order", headers.get("kind"));
      assertEquals(first, headers.get("holdfast.record"));
      assertTrue(String.valueOf(headers.get("holdfast.problem")).contains("not JSON"));
      assertEquals(3, node.state("in").numbers().poison());
    }
  }

  @Test
  void poisonThatItsTopicDoesNotTakeIsPassedOver() throws Exception {
    kafka().create("indigestible", 1);
    kafka().create("narrow", 1, Map.of("max.message.bytes", "2000", "cleanup.policy", "compact"));
    kafka().add("indigestible", null, "a compacted topic wants a key", Map.of());
    kafka().add("indigestible", "k", "no json".repeat(1_000), Map.of());
    kafka().add("indigestible", "k", "no json", Map.of());
    kafka().add("indigestible", "k", "4", Map.of());
    try (Running node = Running.node("node-1")) {
      node.start("in", source("indigestible", "dead-letter = narrow"));
      awaitCommitted("indigestible", 4);
      assertEquals(List.of("4"), node.topics().payloads("k"));
      assertEquals("no json", kafka().records("narrow", 1).getFirst().value());
      assertEquals(3, node.state("in").numbers().poison());
      assertEquals(1, node.state("in").numbers().connections());
    }
  }

  @Test
  void poisonWithoutATopicIsPassedOver() throws Exception {
    kafka().create("dropped", 1);
    kafka().add("dropped", "k", "no json", Map.of());
    kafka().add("dropped", "k", "2", Map.of());
    try (Running node = Running.node("node-1")) {
      node.start("in", source("dropped", ""));
      node.awaitTopic(1);
      awaitCommitted("dropped", 2);
      assertEquals(1, node.state("in").numbers().poison());
    }
  }

  @Test
  void aTopicThatIsNotThereIsToldAndFoundOnceItIs() throws Exception {
    try (Running node = Running.node("node-1")) {
      node.start("in", source("late", ""));
      node.start("out", sink("late", "connect-timeout = 2s, answer-timeout = 2s"));
      node.awaitError("in", "there is no topic late at the broker");
      node.awaitError("out", "there is no topic late at the broker");
      kafka().create("late", 1);
      node.awaitRunning("in");
      node.awaitRunning("out");
      assertEquals(new Handover.Accepted(), node.deliver(1));
      node.awaitTopic(1);
      kafka().delete("late");
      assertInstanceOf(Handover.NotNow.class, node.deliver(2));
      node.awaitError("in", "there is no topic late at the broker");
      node.awaitError("out", "there is no topic late at the broker");
    }
  }

  @Test
  void noMoreThanPrefetchIsHeld() throws Exception {
    kafka().create("bounded", 3);
    for (int i = 0; i < 100; i++) {
      kafka().add("bounded", "k" + i, "1", Map.of());
    }
    var held = new ArrayList<CompletableFuture<Void>>();
    var open = new CompletableFuture<Void>();
    try (var topics = MemoryTopics.reliable();
        Running node =
            Running.through(
                "node-1",
                message -> {
                  CompletableFuture<Void> through =
                      open.thenCompose(_ -> topics.publish(message)).toCompletableFuture();
                  synchronized (held) {
                    held.add(through);
                  }
                  return through;
                },
                topics)) {
      node.start("in", source("bounded", "prefetch = 10, batch = 4"));
      // The next batch of 4 would be too many from 7 on.
      Waiting.until(PATIENCE, () -> node.state("in").toString(), () -> count(held) >= 7);
      int most = count(held);
      assertTrue(most <= 10, most + " are held");
      assertEquals(0, kafka().committed("bounded"));
      open.complete(null);
      node.awaitTopic(100);
      awaitCommitted("bounded", 100);
      assertEquals(1, node.state("in").numbers().connections(), "the intake had no complaint");
    }
  }

  private static int count(List<CompletableFuture<Void>> held) {
    synchronized (held) {
      return held.size();
    }
  }

  @Test
  void aSourceThatIsStoppedCommitsWhatIsThroughAndGoesOnThere() throws Exception {
    kafka().create("resumed", 2);
    for (int i = 0; i < 200; i++) {
      kafka().add("resumed", "k" + i % 5, Integer.toString(i), Map.of());
    }
    try (Running node = Running.node("node-1")) {
      node.start("in", source("resumed", "prefetch = 1, commit-interval = 1h"));
      node.awaitTopic(50);
      node.connectors().stop("in").toCompletableFuture().join();
      assertInstanceOf(Phase.Stopped.class, node.state("in").phase());
      assertEquals(node.state("in").numbers().in(), kafka().committed("resumed"));
      node.connectors().start("in");
      node.awaitTopic(200);
      assertEquals(200, node.state("in").numbers().in(), "nothing came twice");
    }
  }

  @Test
  void aGroupMayBeginWithWhatComesFromNowOn() throws Exception {
    kafka().create("begun", 2);
    kafka().add("begun", "a", "1", Map.of());
    kafka().add("begun", "b", "2", Map.of());
    try (Running node = Running.node("node-1")) {
      node.start("in", source("begun", "start = now"));
      node.awaitRunning("in");
      node.connectors().stop("in").toCompletableFuture().join();
      kafka().add("begun", "a", "3", Map.of());
      node.connectors().start("in");
      node.awaitTopic(1);
      assertEquals(List.of("3"), node.topics().payloads("a"), "now is when it began first");
    }
  }

  @Test
  void eachSourceHasAGroupOfItsOwn() throws Exception {
    try (Running node = Running.node("node-1")) {
      for (String topic : List.of("apples", "pears")) {
        kafka().create(topic, 1);
        node.start(topic, source(topic, "group = \"\", start = now"));
        node.awaitRunning(topic);
        kafka().add(topic, topic, "1", Map.of());
      }
      node.awaitTopic(2);
      awaitCommitted("holdfast-pears", 1);
      kafka().create("plums", 1);
      node.start("plums", source("plums", "group = holdfast-pears, start = now"));
      node.awaitError("plums", "start = now needs a group of its own");
    }
  }

  @Test
  void twoNodesShareTheWork() throws Exception {
    kafka().create("shared", 4);
    try (Running one = Running.node("127.0.0.1:25520");
        Running two = Running.with("127.0.0.1:25521", one.topics())) {
      one.start("in", source("shared", ""));
      one.awaitRunning("in");
      kafka().add("shared", "k0", "1", Map.of());
      one.awaitTopic(1);
      two.start("in", source("shared", ""));
      awaitKafka("two each", () -> kafka().shares("shared").equals(List.of(2, 2)));
      for (int i = 1; i < 100; i++) {
        kafka().add("shared", "k" + i, "1", Map.of());
      }
      one.awaitTopic(100);
      assertEquals(100, one.topics().size());
      assertTrue(two.state("in").numbers().in() > 0);
      awaitCommitted("shared", 100);
      two.connectors().stop("in").toCompletableFuture().join();
      awaitKafka("all for one", () -> kafka().shares("shared").equals(List.of(4)));
      assertEquals(1, one.state("in").numbers().connections());
    }
  }

  private void awaitCommitted(String group, long sum) throws InterruptedException {
    awaitKafka("commits of " + group, () -> kafka().committed(group) == sum);
  }

  private static void awaitKafka(String what, Callable<Boolean> reached)
      throws InterruptedException {
    Waiting.until(
        PATIENCE,
        () -> what,
        () -> {
          try {
            return reached.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aBrokerThatHangsIsGivenUpAndFoundAgain() throws Exception {
    kafka().create("frozen", 1);
    String impatient = "connect-timeout = 1s, answer-timeout = 1s\n";
    try (Running node = Running.node("node-1")) {
      node.start("in", source("frozen", "id = \"header:holdfast.id\", " + impatient));
      node.start("out", sink("frozen", impatient));
      node.awaitRunning("in");
      node.awaitRunning("out");
      server().freeze();
      Handover handover = node.deliver(1);
      node.awaitError("in", "");
      node.awaitError("out", "");
      server().thaw();
      assertInstanceOf(Handover.NotNow.class, handover);
      node.awaitRunning("out");
      assertEquals(new Handover.Accepted(), node.deliver(1));
      node.awaitTopic(1);
      assertEquals(List.of("1"), node.topics().payloads("k"));
    }
  }

  @Test
  void aUserProvesWhoItIsAndAWrongPasswordIsToldAndNotShown() throws Exception {
    kafka().create("guarded", 1);
    Path right = Files.writeString(directory.resolve("right"), "hunter2");
    Path wrong = Files.writeString(directory.resolve("wrong"), "hunter3\"\\");
    try (Running node = Running.node("node-1")) {
      node.start("out", sink("guarded", user(right) + ", sasl = plain"));
      node.start("in", source("guarded", user(right)));
      node.awaitRunning("out");
      assertEquals(new Handover.Accepted(), node.deliver(1));
      node.awaitTopic(1);
      node.start("plain", source("guarded", user(wrong) + ", sasl = plain"));
      node.awaitError("plain", "Invalid username or password");
      node.start("scram", sink("guarded", user(wrong)));
      node.awaitError("scram", "invalid credentials");
      assertFalse(node.connectors().states().toString().contains("hunter"));
    }
  }

  private String user(Path password) {
    return "uri = \"%s\", username = shop, password = { file = \"%s\" }"
        .formatted(server().saslUri(), password);
  }

  @Test
  void bothSidesProveThemselvesByCertificates() throws Exception {
    kafka().create("secure", 1);
    new Proofs(server().tlsUri(), tls -> source("secure", tls), tls -> sink("secure", tls))
        .assertBothSidesAreAsked();
  }

  @Test
  void whatThePageShowsRuns() throws Exception {
    kafka().create("meter-readings", 1);
    kafka().create("meter-readings-poison", 1);
    kafka().create("out-invoices", 1);
    try (Running node = Running.node("node-1")) {
      node.startShown("kafka", server().uri());
      kafka().add("meter-readings", "k", "1", Map.of());
      node.awaitTopic(1);
      Handover handover =
          Running.answer(
              node.connectors()
                  .outlet("invoices")
                  .deliver(Courier.message("invoices", "k", 1, "1")));
      assertEquals(new Handover.Accepted(), handover);
      assertEquals(1, kafka().records("out-invoices", 1).size());
    }
  }

  private String source(String topic, String more) {
    return "type = kafka, direction = source, uri = \"%s\", kafka-topic = %s, group = %s\n"
            .formatted(server().uri(), topic, topic)
        + "commit-interval = 100ms\n"
        + more;
  }

  private String sink(String topic, String more) {
    return "type = kafka, direction = sink, uri = \"%s\", kafka-topic = \"%s\"\n%s"
        .formatted(server().uri(), topic, more);
  }
}
