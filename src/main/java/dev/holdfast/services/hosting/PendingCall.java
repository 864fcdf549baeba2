package dev.holdfast.services.hosting;

import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One request on its way: sent, perhaps sent again, and answered exactly once. */
final class PendingCall implements ReplyPath {
  private final PendingCalls calls;
  private final EntityMessage.Request request;
  private final long deadline;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile long resendAt;

  PendingCall(
      PendingCalls calls, long deadline, Function<ReplyPath, EntityMessage.Request> request) {
    this.calls = calls;
    this.deadline = deadline;
    this.request = request.apply(this);
  }

  EntityMessage.Request request() {
    return request;
  }

  CompletionStage<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void answer(Outcome result) {
    if (outcome.complete(result)) {
      calls.forget(this);
    }
  }

  @Override
  public void sendAgain(String why) {
    calls.countSentAgain();
    resendAt = calls.nextAttempt();
  }

  @Override
  public boolean isWaiting() {
    return !outcome.isDone();
  }

  /** The clock ticked; times are those of {@link System#nanoTime()}. */
  void tick(long now) {
    if (now - deadline >= 0) {
      answer(
          Outcome.Refused.of(
              ProblemCode.DEADLINE_EXCEEDED.problem(
                  "%s did not answer in time. Whether the command was committed can be learned by"
                          .formatted(request.target())
                      + " asking again with the same Idempotency-Key.")));
      return;
    }
    long at = resendAt;
    if (at != 0 && now - at >= 0) {
      resendAt = 0;
      calls.send(this);
    }
  }
}
