package dev.holdfast.connectors;

import dev.holdfast.connectors.ConnectorState.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The connectors of one node in a test, with what they publish. */
record Running(MemoryTopics topics, Connectors connectors) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static Running node(String name) {
    return with(name, MemoryTopics.reliable());
  }

  static Running with(String name, MemoryTopics topics) {
    var parts = new Connectors.Parts(topics, name, Clock.systemUTC(), Map.of());
    return new Running(topics, new Connectors(parts));
  }

  /** Declares a connector and starts it. */
  Running start(String name, String block) {
    connectors.add(Declared.connector(name, "topic = counted, reconnect.most = 300ms\n" + block));
    connectors.start(name);
    return this;
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

  void awaitTopic(int size) throws InterruptedException {
    Waiting.until(PATIENCE, () -> connectors.states().toString(), () -> topics.size() >= size);
  }

  @Override
  public void close() {
    connectors.close();
    topics.close();
  }
}
