package dev.holdfast.services.hosting;

import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The requests of this node that have no answer yet: the only mechanism that ends one at its
 * deadline or sends it again, so that a request costs no timer of its own.
 */
final class PendingCalls {
  private final Set<PendingCall> all = ConcurrentHashMap.newKeySet();
  private final Consumer<EntityMessage.Request> send;
  private final Duration retryDelay;
  private final ServiceCounters counters;

  PendingCalls(
      Consumer<EntityMessage.Request> send, Duration retryDelay, ServiceCounters counters) {
    this.send = send;
    this.retryDelay = retryDelay;
    this.counters = counters;
  }

  void start(PendingCall call) {
    all.add(call);
    send(call);
  }

  void send(PendingCall call) {
    send.accept(call.request());
  }

  void forget(PendingCall call) {
    all.remove(call);
  }

  void countSentAgain() {
    counters.sentAgain.increment();
  }

  long nextAttempt() {
    // Never 0, which means that nothing is to be sent.
    return (System.nanoTime() + retryDelay.toNanos()) | 1;
  }

  /** The node stops: whoever still waits is told so. */
  void refuseAll() {
    for (PendingCall call : all) {
      call.answer(
          Outcome.Refused.of(
              ProblemCode.OUTCOME_UNKNOWN.problem(
                  "The node stopped before an answer. Ask again with the same Idempotency-Key.")));
    }
  }

  int count() {
    return all.size();
  }

  void tick() {
    long now = System.nanoTime();
    for (PendingCall call : all) {
      call.tick(now);
    }
  }
}
