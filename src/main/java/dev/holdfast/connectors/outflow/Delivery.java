package dev.holdfast.connectors.outflow;

import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import java.util.concurrent.CompletableFuture;

/** A message that a sink was given, and who waits to hear what became of it. */
public final class Delivery {
  private final TopicMessage message;
  private final long sinceNanos;
  private final CompletableFuture<Handover> answer = new CompletableFuture<>();

  Delivery(TopicMessage message, long sinceNanos) {
    this.message = message;
    this.sinceNanos = sinceNanos;
  }

  public TopicMessage message() {
    return message;
  }

  /** Names the message at every broker: {@code topic/17-4711-0}. */
  public String id() {
    return message.publication().topic() + "/" + message.id().key();
  }

  /** When it was given, as {@link System#nanoTime} counts. */
  public long sinceNanos() {
    return sinceNanos;
  }

  CompletableFuture<Handover> answer() {
    return answer;
  }
}
