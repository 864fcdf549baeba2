package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.messaging.InboundMessage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages from a topic through a sink to a broker, and through a source into a topic again, while
 * the broker is killed.
 *
 * @param source settings of the source named {@code in}, as JSON
 * @param sink settings of the sink named {@code out}, as JSON
 */
record RoundTrip(String source, String sink, int messages, int kills, long seed) {
  private static final int KEYS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** How a broker is killed and comes back. */
  interface Broker {
    void kill();

    void restart() throws IOException;
  }

  /** What was found, as text, and what was seen on the way. */
  record Result(List<String> breaches, String summary) {}

  static ConnectorSettings settings(String name, String json) {
    return ConnectorSettings.ofJson(name, json, ConnectorDefaults.of(ConfigFactory.load()));
  }

  Result run(Broker broker, MemoryTopics topics) throws Exception {
    var parts = new Connectors.Parts(topics, "node-1", Clock.systemUTC(), Map.of());
    long begun = System.nanoTime();
    try (topics;
        var connectors = new Connectors(parts)) {
      connectors.add(settings("in", source));
      connectors.add(settings("out", sink));
      connectors.start("in");
      try (var courier = new Courier(connectors.outlet("out"))) {
        for (int i = 0; i < messages; i++) {
          String key = "k" + i % KEYS;
          courier.add(Courier.message("counted", key, i, "{\"n\":" + i / KEYS + "}"));
        }
        courier.go();
        for (int i = 1; i <= kills; i++) {
          int at = messages / (kills + 1) * i;
          Waiting.until(PATIENCE, () -> seen(connectors), () -> topics.size() >= at);
          broker.kill();
          broker.restart();
        }
        Waiting.until(PATIENCE, () -> seen(connectors), () -> courier.accepted() == messages);
        Waiting.until(PATIENCE, () -> seen(connectors), () -> topics.size() >= messages);
        assertEquals(List.of(), List.copyOf(courier.refused()));
      }
      connectors.stop("in").toCompletableFuture().join();
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Result(
          breaches(topics),
          "%d messages out and in, %d kills, %.1f s; %s"
              .formatted(messages, kills, seconds, seen(connectors)));
    }
  }

  private static String seen(Connectors connectors) {
    List<String> all = new ArrayList<>();
    for (ConnectorState state : connectors.states()) {
      all.add(state.name() + " " + state.numbers());
    }
    return String.join("; ", all);
  }

  /** Of each key, the numbers from 0 in order and nothing else. */
  private List<String> breaches(MemoryTopics topics) {
    List<String> breaches = new ArrayList<>();
    Map<String, List<InboundMessage>> all = new TreeMap<>(topics.all());
    for (int k = 0; k < KEYS; k++) {
      List<String> found =
          all.getOrDefault("k" + k, List.of()).stream()
              .map(one -> one.payload().toString())
              .toList();
      List<String> expected = new ArrayList<>();
      for (int i = k; i < messages; i += KEYS) {
        expected.add("{\"n\":" + i / KEYS + "}");
      }
      if (!found.equals(expected)) {
        breaches.add(
            "k"
                + k
                + ": "
                + found.size()
                + " of "
                + expected.size()
                + ", "
                + kind(found, expected));
      }
    }
    return breaches;
  }

  private static String kind(List<String> found, List<String> expected) {
    if (!found.containsAll(expected)) {
      return "lost";
    }
    return found.stream().distinct().toList().equals(expected) ? "doubled" : "out of order";
  }
}
