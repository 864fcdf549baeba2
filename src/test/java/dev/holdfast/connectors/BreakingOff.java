package dev.holdfast.connectors;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A node's way into its topics, which breaks off after some commits as if the node had been killed
 * then: what was not on disk is not published any more.
 */
final class BreakingOff implements Inlet {
  private final MemoryTopics topics;
  private final boolean answersEarly;
  private int commitsLeft;

  /**
   * Breaks off after some commits.
   *
   * @param answersEarly breaks the promise: it answers before the commit, so also after the end
   */
  BreakingOff(MemoryTopics topics, int commits, boolean answersEarly) {
    this.topics = topics;
    this.commitsLeft = commits;
    this.answersEarly = answersEarly;
  }

  @Override
  public synchronized CompletionStage<Void> publish(InboundMessage message) {
    CompletionStage<Void> committed = new CompletableFuture<>();
    if (commitsLeft > 0) {
      commitsLeft--;
      committed = topics.publish(message);
    }
    return answersEarly ? CompletableFuture.completedStage(null) : committed;
  }
}
