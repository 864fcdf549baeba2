package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.connectors.BrokerSettings.Own;
import dev.holdfast.connectors.BrokerSettings.Tls;
import dev.holdfast.connectors.ConnectorSettings.Common;
import dev.holdfast.connectors.ConnectorSettings.Intake;
import dev.holdfast.connectors.ConnectorSettings.Nodes;
import dev.holdfast.connectors.ConnectorSettings.Order;
import dev.holdfast.connectors.ConnectorSettings.Outflow;
import dev.holdfast.connectors.ConnectorSettings.PayloadForm;
import dev.holdfast.connectors.ConnectorSettings.Queue;
import dev.holdfast.connectors.ConnectorSettings.Rabbit;
import dev.holdfast.outbound.Backoff;
import dev.holdfast.outbound.SecretReference;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorSettingsTest {
  private static final String REDIS =
      "type = redis, topic = t, uri = \"redis://127.0.0.1\", stream = s\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void theDefaultsOfRabbitMqAreThese() {
    var common = new Common("in", "t", broker("amqp://127.0.0.1"), 1 << 20);
    var rabbit = new Rabbit(Duration.ofSeconds(10), 64 << 20);
    var queue = new Queue("q", false, false, Optional.empty());
    assertEquals(
        new ConnectorSettings.RabbitSource(
            common,
            intake(new MessagePart.RoutingKey(), new MessagePart.MessageId()),
            rabbit,
            queue,
            Optional.empty()),
        Declared.source(""));
    assertEquals(
        new ConnectorSettings.RabbitSink(
            new Common("out", "t", broker("amqp://127.0.0.1"), 1 << 20),
            new Outflow(Order.KEY, 1000),
            rabbit,
            "",
            "{key}",
            Optional.empty(),
            true),
        Declared.sink(""));
  }

  @Test
  void theDefaultsOfRedisAreThese() {
    var common = new Common("a", "t", broker("redis://127.0.0.1"), 1 << 20);
    assertEquals(
        new ConnectorSettings.RedisSource(
            common,
            intake(new MessagePart.Named("key"), new MessagePart.MessageId()),
            new ConnectorSettings.Group("s", "holdfast", "0"),
            new ConnectorSettings.Reading(
                64, Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(15)),
            "payload",
            Optional.empty()),
        Declared.connector("a", REDIS + "direction = source"));
    assertEquals(
        new ConnectorSettings.RedisSink(common, new Outflow(Order.KEY, 1000), "s", 1_000_000),
        Declared.connector("a", REDIS + "direction = sink"));
  }

  private static Intake intake(MessagePart key, MessagePart id) {
    return new Intake(
        Nodes.ALL,
        PayloadForm.JSON,
        256,
        key,
        id,
        new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10)),
        Duration.ofSeconds(5));
  }

  private static BrokerSettings broker(String uri) {
    return new BrokerSettings(
        URI.create(uri),
        "",
        new SecretReference.None(),
        Optional.empty(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));
  }

  @Test
  void aBlockOverridesWhatItNames() {
    var source =
        assertInstanceOf(
            ConnectorSettings.RabbitSource.class,
            Declared.source(
                """
                nodes = one, payload = base64, key = "header:shop", id = none
                declare = true, queue-type = quorum, dead-letter = grave
                exchange = events, routing-key = "orders.*", max-bytes = 10 KiB
                reconnect.most = 1s, retry { least = 1s, most = 1m }
                """));
    assertEquals(new Queue("q", true, true, Optional.of("grave")), source.queue());
    assertEquals(
        Optional.of(new ConnectorSettings.Binding("events", "orders.*")), source.binding());
    assertEquals(Nodes.ONE, source.intake().nodes());
    assertEquals(new MessagePart.Named("shop"), source.intake().key());
    assertEquals(new MessagePart.None(), source.intake().id());
    assertEquals(
        new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1)),
        source.common().broker().reconnect());
    assertEquals(10 << 10, source.common().maxBytes());
  }

  @Test
  void aNodesOwnDefaultsCountForAllItsConnectors() {
    Config root =
        ConfigFactory.parseString(
                """
                holdfast.connector-defaults { max-bytes = 5, redis.source.batch = 7 }
                holdfast.connectors.b { %s, direction = source }
                holdfast.connectors.a { %s, direction = sink }
                """
                    .formatted(REDIS.strip(), REDIS.strip()))
            .withFallback(ConfigFactory.load());
    List<ConnectorSettings> all = ConnectorSettings.all(root);
    assertEquals(List.of("a", "b"), all.stream().map(ConnectorSettings::name).toList());
    assertEquals(5, all.getFirst().common().maxBytes());
    assertEquals(7, ((ConnectorSettings.RedisSource) all.getLast()).reading().batch());
    assertEquals("redis source", all.getLast().type() + " " + all.getLast().direction());
  }

  @Test
  void jsonSaysTheSameAsHocon() {
    String json =
        """
        {"type": "redis", "direction": "sink", "topic": "t", "uri": "redis://127.0.0.1",
         "stream": "s"}
        """;
    var defaults = ConnectorDefaults.of(ConfigFactory.load());
    assertEquals(
        Declared.connector("a", REDIS + "direction = sink"),
        ConnectorSettings.ofJson("a", json, defaults));
    assertThrows(InvalidSetting.class, () -> ConnectorSettings.ofJson("a", "nothing", defaults));
    assertThrows(InvalidSetting.class, () -> ConnectorSettings.ofJson("a", "[1]", defaults));
    assertThrows(
        InvalidSetting.class, () -> ConnectorSettings.ofJson("a", "{\"include\": 1}", defaults));
  }

  @Test
  void whatAConnectorDoesNotHaveIsNamed() {
    assertRefused(
        "holdfast.connectors.in.stream: is no setting of a rabbitmq source", "stream = a");
    assertRefused("holdfast.connectors.in.tls.cert: is no setting", "tls.cert = a");
    assertRefused("holdfast.connectors.in.prefetch: must be 1 to 65535", "prefetch = 0");
    assertRefused("holdfast.connectors.in.key: must be routing-key,", "key = \"field:a\"");
    assertRefused("can be in the body only where", "payload = text, key = \"json:/a\"");
    assertRefused("holdfast.connectors.in.topic: a topic is", "topic = \"No Topic\"");
    assertRefused("holdfast.connectors.in.retry: least: must be", "retry.least = 0s");
    assertRefused("holdfast.connectors.in.queue: must be set", "queue = \"\"");
    assertRefused("holdfast.connectors.in.heartbeat", "heartbeat = 1500ms");
    assertRefused("holdfast.connectors.in.type: must be rabbitmq, redis or kafka", "type = nats");
    assertTrue(refusal(() -> Declared.connector("No Name", "")).contains("No Name: a name is"));
  }

  @Test
  void anAddressNamesABrokerAndNobody() {
    assertRefused("no user and no password", "uri = \"amqp://me:secret@127.0.0.1\"");
    assertRefused("must begin with amqp", "uri = \"redis://127.0.0.1\"");
    assertRefused("must have a host", "uri = \"amqp://127.0.0.1?a=b\"");
    assertRefused("tls.mode: must be on for amqps", "uri = \"amqps://127.0.0.1\"");
    assertRefused("tls.mode: on needs a uri with amqps://", "tls.mode = on");
    BrokerSettings broker = Declared.source("uri = \"amqp://[::1]:7/a%2Fb\"").common().broker();
    assertEquals("::1 7 a/b", broker.host() + " " + broker.port(5) + " " + broker.path());
  }

  @Test
  void aPasswordThatStandsInTheSettingsIsRefusedAndNotRepeated() {
    for (String literal :
        List.of("password = hunter2", "password = { value = hunter2 }", "password = [hunter2]")) {
      String message = refusal(() -> Declared.source(literal));
      assertTrue(message.contains("stands in the environment or in a file"), message);
      assertFalse(message.contains("hunter2"), message);
    }
    String uri = refusal(() -> Declared.source("uri = \"amqp://me:hunter2@127.0.0.1\""));
    assertFalse(uri.contains("hunter2"), uri);
  }

  @Test
  void aSecretIsFoundWhereItIsSaidToBeAndDoesNotPrint() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "from file\n");
    SecretReference inFile = password("password = { file = \"" + file + "\" }");
    assertEquals("from file", inFile.resolve(Map.of()).value());
    Files.writeString(file, "renewed");
    assertEquals("renewed", inFile.resolve(Map.of()).value());

    SecretReference variable = password("username = me, password = { env = SHOP }");
    assertEquals("from variable", variable.resolve(Map.of("SHOP", "from variable")).value());
    assertThrows(IOException.class, () -> variable.resolve(Map.of()));
    assertEquals("***", variable.resolve(Map.of("SHOP", "x")).toString());
    assertFalse(Declared.source("password = { env = SHOP }").toString().contains("SHOP"));
  }

  private static SecretReference password(String line) {
    return Declared.source(line).common().broker().password();
  }

  @Test
  void tlsHasItsFiles() {
    String on = "uri = \"amqps://127.0.0.1\", tls { mode = on, ca = a.pem, ";
    assertEquals(
        Optional.of(
            new Tls(
                Optional.of(Path.of("a.pem")),
                Optional.of(new Own(Path.of("b.pem"), Path.of("c.pem"))),
                false)),
        Declared.source(on + "certificate = b.pem, key = c.pem, verify-host = false }")
            .common()
            .broker()
            .tls());
    assertRefused("certificate and key belong together", on + "certificate = b.pem }");
  }

  private static void assertRefused(String words, String line) {
    String message = refusal(() -> Declared.source(line));
    assertTrue(message.contains(words), message);
  }

  private static String refusal(org.junit.jupiter.api.function.Executable declared) {
    return String.valueOf(assertThrows(InvalidSetting.class, declared).getMessage());
  }
}
