package dev.holdfast.services.routing;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One request on its way: sent, perhaps sent again, and answered exactly once.
 *
 * <p>Invariant: it is sent again only when it was certainly not handled, or as a suspect: then
 * whoever handles it looks for it among what was handled before, and remembers it.
 *
 * <pre>
 *   DIRECT ─────────────────────(told so)──────┐
 *   ROUTED ──arrived──► HERE ───(told so)──► LOST ──► sent anew
 *      ├────────────────────────(told so)──────┘         ▲
 *      └──(silence, or in doubt: a suspect from now on)──┘
 * </pre>
 */
public final class PendingCall implements ReplyPath {
  /** Codes that are as true of all copies of a command as of one. */
  private static final Set<String> NOT_OF_THE_COPY =
      Set.of(
          ProblemCode.OUTCOME_UNKNOWN.code(),
          ProblemCode.DEADLINE_EXCEEDED.code(),
          ProblemCode.HANDLER_FAILED.code());

  private static final long NEVER = 0;
  private static final long NOT_ROUTED = 0;

  /** Where the message is, as far as is known. */
  private enum Where {
    /** In the mailbox of an instance of this process. */
    DIRECT,
    /** On its way through the shard region, perhaps to another node. */
    ROUTED,
    /** Came through the region to an instance of this process. */
    HERE,
    /** Nowhere. */
    LOST
  }

  private final PendingCalls calls;
  private final EntityMessage.Request request;
  private final RequestId id;
  private final long deadline;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile long resendAt = NEVER;
  private volatile Where where = Where.DIRECT;
  private volatile boolean suspect;
  private volatile long routeNumber = NOT_ROUTED;
  private volatile boolean interrupted;
  private final long started = System.nanoTime();
  private int silences;

  PendingCall(
      PendingCalls calls,
      RequestId id,
      long deadline,
      Function<ReplyPath, EntityMessage.Request> request) {
    this.calls = calls;
    this.id = id;
    this.deadline = deadline;
    this.request = request.apply(this);
  }

  EntityMessage.Request request() {
    return request;
  }

  RequestId id() {
    return id;
  }

  public CompletionStage<Outcome> outcome() {
    return outcome;
  }

  /** Among the calls routed to its slice; 0 while it was never routed. */
  long routeNumber() {
    return routeNumber;
  }

  void routeNumber(long number) {
    routeNumber = number;
  }

  @Override
  public void answer(Outcome result) {
    if (outcome.complete(suspect ? honest(result) : result)) {
      calls.forget(this);
      if (interrupted) {
        calls.countInterrupted(System.nanoTime() - started);
      }
    }
  }

  /** That one copy was refused for want of room or time says nothing of the others. */
  private Outcome honest(Outcome result) {
    boolean uncertain =
        request instanceof EntityMessage.Command
            && result instanceof Outcome.Refused refused
            && refused.problem().kind() != Problem.Kind.CALLER
            && !NOT_OF_THE_COPY.contains(refused.problem().code());
    return uncertain
        ? Outcome.Refused.of(
            ProblemCode.OUTCOME_UNKNOWN.problem(
                "%s was asked more than once, and did not answer to each. Ask again with the same"
                        .formatted(request.target())
                    + " Idempotency-Key to learn what became of it."))
        : result;
  }

  @Override
  public synchronized void sendAgain(String why) {
    calls.countSentAgain();
    interrupted = true;
    where = Where.LOST;
    resendAt = calls.soon();
  }

  @Override
  public synchronized void sendAgainInDoubt(String why) {
    // From now on it is tracked wherever it goes, on this node too.
    suspect = true;
    sendAgain(why);
  }

  @Override
  public boolean isWaiting() {
    return !outcome.isDone();
  }

  /** It goes straight to an instance of this process. */
  void direct() {
    where = Where.DIRECT;
  }

  /** It goes to the shard region, and again after a silence. */
  synchronized void routed() {
    where = Where.ROUTED;
    resendAt = calls.afterSilence(silences);
  }

  @Override
  public void arrived() {
    if (where == Where.ROUTED) {
      synchronized (this) {
        if (where == Where.ROUTED) {
          where = Where.HERE;
          resendAt = NEVER;
        }
      }
    }
  }

  @Override
  public Attempt attempt() {
    return suspect ? calls.tracked(this) : Attempt.only(id);
  }

  @Override
  public ReturnAddress returnAddress() {
    return new ReturnAddress(calls.replies(), deadline, calls.tracked(this));
  }

  /** The clock ticked; times are those of {@link System#nanoTime()}. */
  void tick(long now) {
    if (!isWaiting()) {
      return;
    }
    if (now - deadline >= 0) {
      answer(
          Outcome.Refused.of(
              silence()
                  .problem(
                      "%s did not answer in time. Whether the command was committed can be"
                              .formatted(request.target())
                          + " learned by asking again with the same Idempotency-Key.")));
      return;
    }
    long at = resendAt;
    if (at != NEVER && now - at >= 0 && isDue(at)) {
      calls.send(this);
    }
  }

  /** Of a message it matters whether its handler took too long or nothing was heard of it. */
  private ProblemCode silence() {
    return request instanceof EntityMessage.Command command
            && command.call().origin() != Origin.Asked.ASKED
        ? ProblemCode.OUTCOME_UNKNOWN
        : ProblemCode.DEADLINE_EXCEEDED;
  }

  private synchronized boolean isDue(long at) {
    if (resendAt != at) {
      return false;
    }
    resendAt = NEVER;
    if (where == Where.ROUTED) {
      silences++;
      suspect = true;
      interrupted = true;
      calls.countSilence();
    }
    return true;
  }

  /** A node has left: whatever was on its way may have been on its way to it. */
  synchronized void nodeLost() {
    if (where == Where.ROUTED) {
      resendAt = calls.soon();
    }
  }
}
