package dev.holdfast.services.routing;

import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.Slices;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The requests of this node that have no answer yet: the only mechanism that ends one at its
 * deadline or sends it again, so that a request costs no timer of its own.
 */
public final class PendingCalls {
  /** Silences after which the pause before the next sending no longer doubles. */
  private static final int MOST_DOUBLINGS = 2;

  private final Set<PendingCall> all = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final Ways ways;
  private final Slices slices;
  private final RoutedCalls routed;
  private final long origin;
  private final Pauses pauses;
  private final RoutingCounters counters;

  /**
   * @param origin tells this incarnation of the node from every other
   */
  public PendingCalls(
      Ways ways, Slices slices, long origin, Pauses pauses, RoutingCounters counters) {
    this.ways = ways;
    this.slices = slices;
    this.routed = new RoutedCalls(slices.count());
    this.origin = origin;
    this.pauses = pauses;
    this.counters = counters;
  }

  /** The ways out of here, and the way back. */
  public interface Ways {
    /** Hands a request to its instance if that is in memory here; false when it is not. */
    boolean deliver(EntityMessage.Request request);

    /** Lets the shard region find the instance, on this node or another. */
    void route(EntityMessage.Request request);

    /** Whatever is kept for the copies of a routed request is not needed any more. */
    void answered(RequestId id);

    /** The actor that other nodes send outcomes to. */
    ActorRef<NodeReply> replies();
  }

  /**
   * When to send again.
   *
   * @param retry after it was certain that a request was not handled
   * @param silence after no word came of a request that may be on another node; doubles twice
   */
  public record Pauses(Duration retry, Duration silence) {}

  public PendingCall start(long deadline, Function<ReplyPath, EntityMessage.Request> request) {
    var call = new PendingCall(this, nextId(), deadline, request);
    all.add(call);
    send(call);
    return call;
  }

  /** An identity that no other request has. */
  public RequestId nextId() {
    return new RequestId(origin, numbers.incrementAndGet());
  }

  void send(PendingCall call) {
    call.direct();
    if (!ways.deliver(call.request())) {
      int slice = sliceOf(call);
      routed.enter(call, slice);
      call.routed();
      ways.route(call.request());
      if (!call.isWaiting()) {
        // It was answered meanwhile, perhaps before it was entered.
        routed.leave(call, slice);
      }
    }
  }

  private int sliceOf(PendingCall call) {
    return slices.of(call.request().target().key());
  }

  void forget(PendingCall call) {
    all.remove(call);
    if (call.routeNumber() != 0) {
      routed.leave(call, sliceOf(call));
      ways.answered(call.id());
    }
  }

  /** The outcome of a call came from another node. */
  public void told(NodeReply reply) {
    routed
        .find(reply.number())
        .ifPresent(
            call -> {
              switch (reply) {
                case NodeReply.Answered(long _, Outcome outcome) -> call.answer(outcome);
                case NodeReply.Again(long _, String why) -> call.sendAgain(why);
                case NodeReply.InDoubt(long _, String why) -> call.sendAgainInDoubt(why);
                case NodeReply.Oversized oversized ->
                    throw new IllegalArgumentException("Not unpacked: " + oversized);
              }
            });
  }

  /** A node has left the cluster; what may have been with it is sent again soon. */
  public void nodeLost() {
    routed.nodeLost();
  }

  Attempt tracked(PendingCall call) {
    return new Attempt(call.id(), call.routeNumber(), routed.floor(sliceOf(call)), true);
  }

  ActorRef<NodeReply> replies() {
    return ways.replies();
  }

  void countInterrupted(long nanos) {
    counters.interrupted(nanos);
  }

  void countSentAgain() {
    counters.sentAgain.increment();
  }

  void countSilence() {
    counters.silences.increment();
  }

  long soon() {
    return after(pauses.retry());
  }

  long afterSilence(int silences) {
    return after(pauses.silence().multipliedBy(1L << Math.min(silences, MOST_DOUBLINGS)));
  }

  private static long after(Duration pause) {
    // Never 0, which means that nothing is to be sent.
    return (System.nanoTime() + pause.toNanos()) | 1;
  }

  /** The node stops: whoever still waits is told so. */
  public void refuseAll() {
    for (PendingCall call : all) {
      call.answer(
          Outcome.Refused.of(
              ProblemCode.OUTCOME_UNKNOWN.problem(
                  "The node stopped before an answer. Ask again with the same Idempotency-Key.")));
    }
  }

  public int count() {
    return all.size();
  }

  public void tick() {
    long now = System.nanoTime();
    for (PendingCall call : all) {
      call.tick(now);
    }
  }
}
