package dev.holdfast.connectors.outflow;

import dev.holdfast.connectors.link.Counts;
import dev.holdfast.messaging.Outlet.Handover;
import dev.holdfast.messaging.TopicMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The messages that one connection of a sink was given and has not answered.
 *
 * <p>Invariant: each is answered exactly once, at the latest when the window closes; there are
 * never more than its size, and none is taken while it is shut.
 *
 * <pre>
 *   take ──► open ──► given to the connection ──► answer: accepted, refused, not now
 *             └► shut or full ──► not now              ▲
 *   shut(why) ─────────────────────────────────────────┘ what is left
 * </pre>
 */
public final class Window {
  private final int size;
  private final Counts counts;
  private final Consumer<Delivery> connection;
  private final Object lock = new Object();
  private final Set<Delivery> unanswered = new HashSet<>();
  private String shut = "";

  public Window(int size, Counts counts, Consumer<Delivery> connection) {
    this.size = size;
    this.counts = counts;
    this.connection = connection;
  }

  /** Told by any thread. */
  CompletionStage<Handover> take(TopicMessage message) {
    Delivery delivery = new Delivery(message, System.nanoTime());
    String why;
    synchronized (lock) {
      why = unanswered.size() < size ? shut : size + " messages wait for the broker already";
      if (why.isEmpty()) {
        unanswered.add(delivery);
      }
    }
    if (!why.isEmpty()) {
      counts.again().increment();
      return CompletableFuture.completedStage(new Handover.NotNow(why));
    }
    connection.accept(delivery);
    return delivery.answer();
  }

  /** Answers a delivery, unless it was answered before. */
  public void answer(Delivery delivery, Handover handover) {
    synchronized (lock) {
      if (!unanswered.remove(delivery)) {
        return;
      }
    }
    switch (handover) {
      case Handover.Accepted _ -> counts.out().increment();
      case Handover.NotNow _ -> counts.again().increment();
      case Handover.Refused _ -> counts.refused().increment();
    }
    delivery.answer().complete(handover);
  }

  public int unanswered() {
    synchronized (lock) {
      return unanswered.size();
    }
  }

  /** Takes no more, until it is opened; what was taken stays. */
  public void shut(String why) {
    synchronized (lock) {
      shut = why;
    }
  }

  /** Takes again. */
  public void open() {
    shut("");
  }

  /** For ever: what has no answer gets this one. */
  public void close(String why) {
    List<Delivery> left;
    synchronized (lock) {
      shut = why;
      left = List.copyOf(unanswered);
    }
    for (Delivery one : left) {
      answer(one, new Handover.NotNow(why));
    }
  }
}
