package dev.holdfast.messaging.courier;

import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.Opening;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads what couriers need to begin. A node that takes over from another begins many slices at
 * once: those that ask while one reading is under way share the next.
 */
public final class Openings {
  private final Deliveries deliveries;
  private final Object lock = new Object();
  private Map<Integer, CompletableFuture<Opening>> waiting = new HashMap<>();
  private boolean reading;

  Openings(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /** What there is of a slice, read after this was called. */
  CompletionStage<Opening> of(int slice) {
    synchronized (lock) {
      var answer = waiting.computeIfAbsent(slice, _ -> new CompletableFuture<>());
      if (!reading) {
        reading = true;
        Thread.ofVirtual().name("courier-openings").start(this::read);
      }
      return answer;
    }
  }

  private void read() {
    while (true) {
      Map<Integer, CompletableFuture<Opening>> asked;
      synchronized (lock) {
        asked = waiting;
        waiting = new HashMap<>();
        if (asked.isEmpty()) {
          reading = false;
          return;
        }
      }
      try {
        Map<Integer, Opening> openings = deliveries.open(asked.keySet());
        asked.forEach((slice, answer) -> answer.complete(openings.get(slice)));
      } catch (Throwable e) {
        // An Error too: nobody else would ever answer.
        asked.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }
}
