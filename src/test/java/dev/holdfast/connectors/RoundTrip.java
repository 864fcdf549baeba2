package dev.holdfast.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.messaging.InboundMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages from a topic through a sink to a broker, and through a source into a topic again, while
 * the broker is killed.
 */
record RoundTrip(String source, String sink) {
  private static final int MESSAGES = Integer.getInteger("holdfast.brokers.messages", 3_000);
  private static final int KILLS = Integer.getInteger("holdfast.brokers.kills", 1);
  private static final long SEED = Long.getLong("holdfast.brokers.seed", 20260301);

  /** Enough for some to be answered as if they were not published. */
  private static final int FEW_MESSAGES = 1_000;

  /** Of the inlet: as many fail before as after the message is published. */
  private static final double FAILURES = 0.01;

  private static final int KEYS = 50;

  /** As long as a broker may take over 10,000 messages, with two minutes at least. */
  private static final Duration PATIENCE = Duration.ofMinutes(Math.max(2, MESSAGES / 10_000));

  /** How a broker comes back. */
  interface Restart {
    void run() throws IOException;
  }

  /** What was found, as text, and what was seen on the way. */
  record Result(List<String> breaches, String summary) {}

  /** With a broker that is killed and comes back with its data. */
  Result killing(Runnable kill, Restart restart) throws Exception {
    return run(
        new MemoryTopics(true, FAILURES, SEED),
        MESSAGES,
        (connectors, topics) -> {
          for (int i = 1; i <= KILLS; i++) {
            int at = MESSAGES / (KILLS + 1) * i;
            Waiting.until(PATIENCE, () -> seen(connectors), () -> topics.size() >= at);
            kill.run();
            restart.run();
          }
        });
  }

  /** Into topics that publish every message again that they were given again. */
  Result forgetting() throws Exception {
    return run(new MemoryTopics(false, FAILURES, SEED), FEW_MESSAGES, (_, _) -> {});
  }

  /** What happens meanwhile. */
  private interface Meanwhile {
    void happens(Connectors connectors, MemoryTopics topics) throws Exception;
  }

  private Result run(MemoryTopics topics, int messages, Meanwhile meanwhile) throws Exception {
    long begun = System.nanoTime();
    try (topics;
        var node = Running.with("node-1", topics)) {
      node.start("in", source);
      node.start("out", sink);
      Connectors connectors = node.connectors();
      try (var courier = new Courier(connectors.outlet("out"))) {
        for (int i = 0; i < messages; i++) {
          String key = "k" + i % KEYS;
          courier.add(Courier.message("counted", key, i, "{\"n\":" + i / KEYS + "}"));
        }
        courier.go();
        meanwhile.happens(connectors, topics);
        Waiting.until(PATIENCE, () -> seen(connectors), () -> courier.accepted() == messages);
        Waiting.until(PATIENCE, () -> seen(connectors), () -> topics.size() >= messages);
        assertEquals(List.of(), List.copyOf(courier.refused()));
      }
      connectors.stop("in").toCompletableFuture().join();
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Result(
          breaches(topics, messages),
          "%d messages out and in, %.1f s, SEED=%d; %s"
              .formatted(messages, seconds, SEED, seen(connectors)));
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
  private static List<String> breaches(MemoryTopics topics, int messages) {
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
