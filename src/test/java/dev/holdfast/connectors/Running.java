package dev.holdfast.connectors;

import com.typesafe.config.Config;
import dev.holdfast.connectors.ConnectorState.Phase;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.Outlet.Handover;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The connectors of one node in a test, with what they publish.
 *
 * @param then runs once they are closed
 */
record Running(MemoryTopics topics, Connectors connectors, Runnable then) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static Running node(String name) {
    var topics = MemoryTopics.reliable();
    return new Running(topics, connectors(name, topics), topics::close);
  }

  /** Into topics that others use, too. */
  static Running with(String name, MemoryTopics topics) {
    return through(name, topics, topics);
  }

  /** Publishes through an inlet of its own. */
  static Running through(String name, Inlet inlet, MemoryTopics topics) {
    return new Running(topics, connectors(name, inlet), () -> {});
  }

  private static Connectors connectors(String name, Inlet inlet) {
    return new Connectors(new Connectors.Parts(inlet, name, Clock.systemUTC(), Map.of()));
  }

  /**
   * Runs a source on a node that dies after 100 of 300 messages, then on another one, and answers
   * how many of 300 are in the topic, in order, and how many at all.
   */
  static String acrossADeath(String source, boolean answersEarly) throws Exception {
    try (var topics = MemoryTopics.reliable()) {
      try (var first = through("node-1", new BreakingOff(topics, 100, answersEarly), topics)) {
        first.start("in", source + "\nnodes = one, drain = 0s");
        int answered = answersEarly ? 300 : 100;
        Waiting.until(
            PATIENCE,
            () -> first.state("in").toString(),
            () -> first.state("in").numbers().in() == answered);
      }
      try (var second = with("node-2", topics)) {
        second.start("in", source + "\nnodes = one");
        second.awaitRunning("in");
        if (!answersEarly) {
          second.awaitTopic(300);
        }
        return "%d of 300, of which in order: %d".formatted(topics.size(), inOrder(topics));
      }
    }
  }

  private static int inOrder(MemoryTopics topics) {
    int inOrder = 0;
    for (List<InboundMessage> line : topics.all().values()) {
      int last = -1;
      for (InboundMessage message : line) {
        int number = Integer.parseInt(message.payload().toString());
        inOrder += number > last ? 1 : 0;
        last = number;
      }
    }
    return inOrder;
  }

  /** Declares a connector and starts it. */
  Running start(String name, String block) {
    connectors.add(Declared.connector(name, "topic = counted, reconnect.most = 300ms\n" + block));
    connectors.start(name);
    return this;
  }

  /** Runs what the page on connectors shows. */
  void startShown(String type, String uri) throws Exception {
    for (Map.Entry<String, Config> shown : ShownOnPage.of(type, uri).entrySet()) {
      connectors.add(Declared.connector(shown.getKey(), shown.getValue()));
      connectors.start(shown.getKey());
      awaitRunning(shown.getKey());
    }
  }

  ConnectorState state(String name) {
    return connectors.state(name);
  }

  void awaitRunning(String name) throws InterruptedException {
    Waiting.until(
        PATIENCE, () -> state(name).toString(), () -> state(name).phase() instanceof Phase.Running);
  }

  /** Waits for a reason why there is no connection. */
  void awaitError(String name, String words) throws InterruptedException {
    Waiting.until(
        PATIENCE,
        () -> state(name).toString(),
        () ->
            state(name).phase() instanceof Phase.Connecting(_, String error)
                && error.contains(words));
  }

  /** Waits until something went wrong, whatever. */
  void awaitFailure(String name) throws InterruptedException {
    Waiting.until(PATIENCE, () -> state(name).toString(), () -> state(name).failure().isPresent());
  }

  /** Hands a message with the key k and the payload 1 to the sink "out", and waits. */
  Handover deliver(int number) {
    return answer(connectors.outlet("out").deliver(Courier.message("counted", "k", number, "1")));
  }

  /** Waits for what became of a message. */
  static Handover answer(CompletionStage<Handover> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  void awaitTopic(int size) throws InterruptedException {
    Waiting.until(PATIENCE, () -> connectors.states().toString(), () -> topics.size() >= size);
  }

  @Override
  public void close() {
    connectors.close();
    then.run();
  }
}
