package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connectors whose brokers are not there, or are no brokers. */
@Timeout(60)
class ConnectorsTest {
  private static final String NOWHERE = "127.0.0.1:1";
  private static final List<String> TYPES = List.of("rabbitmq", "redis", "kafka");

  @Test
  void aBrokerThatIsNotThereIsTriedAgainAndToldAndNobodyWaitsForIt() throws Exception {
    try (Running node = Running.node("node-1")) {
      for (String type : TYPES) {
        node.start(type + "-in", source(type, NOWHERE));
        node.start(type + "-out", sink(type, NOWHERE));
        node.awaitError(type + "-in", "Connection refused");
        node.awaitError(type + "-out", "Connection refused");
        Outlet outlet = node.connectors().outlet(type + "-out");
        assertInstanceOf(
            Handover.NotNow.class,
            outlet
                .deliver(Courier.message("counted", "k", 1, "1"))
                .toCompletableFuture()
                .getNow(new Handover.Accepted()));
        node.connectors().stop(type + "-in").toCompletableFuture().join();
        assertInstanceOf(Phase.Stopped.class, node.state(type + "-in").phase());
        outlet.close();
        Waiting.until(
            Duration.ofSeconds(10),
            () -> node.state(type + "-out").toString(),
            () -> node.state(type + "-out").phase() instanceof Phase.Stopped);
        assertTrue(node.state(type + "-in").failure().isPresent(), "the last failure is kept");
      }
    }
  }

  @Test
  void whatAcceptsAndSaysNothingIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Running node = Running.node("node-1")) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      for (String type : TYPES) {
        node.start(type, source(type, address) + ", connect-timeout = 300ms");
        Waiting.until(
            Duration.ofSeconds(20),
            () -> node.state(type).toString(),
            () -> node.state(type).failure().isPresent());
        assertEquals(0, node.state(type).numbers().connections());
      }
    }
  }

  @Test
  void oneCanBeStoppedAndStartedAsOftenAsOneLikes() throws IOException {
    try (Running node = Running.node("node-1")) {
      node.start("in", source("redis", NOWHERE));
      for (int i = 0; i < 20; i++) {
        node.connectors().start("in");
        node.connectors().start("in");
        var stopped = node.connectors().stop("in");
        if (i % 5 == 0) {
          stopped.toCompletableFuture().join();
        }
      }
      node.connectors().stop("in").toCompletableFuture().join();
      assertInstanceOf(Phase.Stopped.class, node.state("in").phase());
      node.connectors().remove("in").toCompletableFuture().join();
      assertEquals(List.of(), node.connectors().states());
    }
  }

  @Test
  void aNameIsGivenOnceAndASourceHasNoWayOut() {
    try (Running node = Running.node("node-1")) {
      node.start("in", source("redis", NOWHERE));
      assertThrows(InvalidSetting.class, () -> node.start("in", source("redis", NOWHERE)));
      assertThrows(IllegalArgumentException.class, () -> node.connectors().outlet("in"));
      assertThrows(IllegalArgumentException.class, () -> node.connectors().start("unknown"));
    }
  }

  private static String source(String type, String address) {
    return both(type, address) + ", direction = source";
  }

  private static String sink(String type, String address) {
    return both(type, address) + ", direction = sink";
  }

  private static String both(String type, String address) {
    String rest =
        switch (type) {
          case "rabbitmq" -> "uri = \"amqp://%s\", queue = q";
          case "redis" -> "uri = \"redis://%s\", stream = s";
          default -> "uri = \"kafka://%s\", kafka-topic = s";
        };
    return "type = " + type + ", " + rest.formatted(address);
  }
}
