package dev.holdfast.connectors;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.protocol.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Topics as the platform keeps them, in memory: in order per key, once per id, and as unreliable as
 * a real one. Some messages are refused for a while, of some it is not known that they were
 * published.
 */
final class MemoryTopics implements Inlet, AutoCloseable {
  private final boolean dedup;
  private final double failures;
  private final Random random;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Map<String, CompletableFuture<Void>> tails = new HashMap<>();
  private final Map<String, List<InboundMessage>> byKey = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private int size;
  private boolean closed;

  MemoryTopics(boolean dedup, double failures, long seed) {
    this.dedup = dedup;
    this.failures = failures;
    this.random = new Random(seed);
  }

  static MemoryTopics reliable() {
    return new MemoryTopics(true, 0, 0);
  }

  @Override
  public synchronized CompletionStage<Void> publish(InboundMessage message) {
    if (message.payload().toString().contains("\"unwanted\"")) {
      return CompletableFuture.failedStage(
          new NotPublished(ProblemCode.INVALID_ARGUMENT.problem("nobody wants it")));
    }
    Executor executor = threads;
    CompletableFuture<Void> before =
        tails.getOrDefault(message.key(), CompletableFuture.completedFuture(null));
    CompletableFuture<Void> done =
        before.handleAsync(
            (_, _) -> {
              commit(message);
              return null;
            },
            executor);
    tails.put(message.key(), done);
    return done;
  }

  private synchronized void commit(InboundMessage message) {
    double chance = random.nextDouble();
    if (closed || chance < failures) {
      throw new NotPublished(ProblemCode.OVERLOADED.problem("busy"));
    }
    String id = message.key() + " " + message.dedupId().orElse("");
    if (message.dedupId().isEmpty() || known.add(id) || !dedup) {
      byKey.computeIfAbsent(message.key(), _ -> new ArrayList<>()).add(message);
      size++;
      notifyAll();
    }
    if (chance < 2 * failures) {
      throw new NotPublished(ProblemCode.OUTCOME_UNKNOWN.problem("who knows"));
    }
  }

  synchronized int size() {
    return size;
  }

  synchronized List<InboundMessage> of(String key) {
    return List.copyOf(byKey.getOrDefault(key, List.of()));
  }

  synchronized List<String> payloads(String key) {
    return of(key).stream().map(message -> message.payload().toString()).toList();
  }

  /** The same topics in the same order of their keys. */
  synchronized Map<String, List<InboundMessage>> all() {
    return Map.copyOf(byKey);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    threads.shutdownNow();
  }
}
