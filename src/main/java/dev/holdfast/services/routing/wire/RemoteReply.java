package dev.holdfast.services.routing.wire;

import dev.holdfast.services.Outcome;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.NodeReply;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import org.apache.pekko.actor.typed.ActorRef;

/** The way back to another node, for a request that came from there. */
final class RemoteReply implements ReplyPath {
  private final Attempt attempt;
  private final ActorRef<NodeReply> replies;
  private final long deadline;

  RemoteReply(Attempt attempt, ActorRef<NodeReply> replies, long deadline) {
    this.attempt = attempt;
    this.replies = replies;
    this.deadline = deadline;
  }

  @Override
  public void answer(Outcome outcome) {
    replies.tell(new NodeReply.Answered(attempt.id().number(), outcome));
  }

  @Override
  public void sendAgain(String why) {
    replies.tell(new NodeReply.Again(attempt.id().number(), why));
  }

  @Override
  public void sendAgainInDoubt(String why) {
    replies.tell(new NodeReply.InDoubt(attempt.id().number(), why));
  }

  /** Whether the caller has an answer already is not known here; when it has given up is. */
  @Override
  public boolean isWaiting() {
    return System.nanoTime() - deadline < 0;
  }

  @Override
  public void arrived() {
    // The node that asked sends again after a silence; what comes twice is recognised.
  }

  @Override
  public Attempt attempt() {
    return attempt;
  }

  @Override
  public ReturnAddress returnAddress() {
    return new ReturnAddress(replies, deadline, attempt);
  }
}
