package dev.holdfast.connectors;

import dev.holdfast.messaging.Outlet;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Publication;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands messages to an outlet as the platform does: line by line, each until it is accepted. */
final class Courier implements AutoCloseable {
  private static final long AGAIN_MILLIS = 100;

  private final Outlet outlet;
  private final Map<String, Queue<TopicMessage>> lines = new HashMap<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();

  Courier(Outlet outlet) {
    this.outlet = outlet;
  }

  static TopicMessage message(String topic, String key, long number, String payload) {
    return new TopicMessage(
        new MessageId(17, number, 0),
        EntityId.parse("cart/" + key),
        Instant.ofEpochSecond(1_700_000_000),
        new Publication(topic, key, Json.of(payload), Map.of("kind", "counted")));
  }

  void add(TopicMessage message) {
    lines.computeIfAbsent(outlet.line(message), _ -> new ArrayDeque<>()).add(message);
  }

  void go() {
    for (Queue<TopicMessage> line : lines.values()) {
      thread.execute(() -> next(line));
    }
  }

  private void next(Queue<TopicMessage> line) {
    TopicMessage message = line.peek();
    if (message != null) {
      outlet
          .deliver(message)
          .whenCompleteAsync(
              (handover, failure) -> {
                if (failure != null) {
                  failed.add(failure.toString());
                } else {
                  on(handover, line);
                }
              },
              thread);
    }
  }

  private void on(Handover handover, Queue<TopicMessage> line) {
    switch (handover) {
      case Handover.Accepted _ -> {
        accepted.incrementAndGet();
        line.remove();
        next(line);
      }
      case Handover.NotNow _ ->
          CompletableFuture.runAsync(
                  () -> next(line),
                  CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS, thread))
              .exceptionally(
                  failure -> {
                    failed.add(failure.toString());
                    return null;
                  });
      case Handover.Refused(String why) -> {
        refused.add(why);
        line.remove();
        next(line);
      }
    }
  }

  int accepted() {
    return accepted.get();
  }

  Queue<String> refused() {
    return refused;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
