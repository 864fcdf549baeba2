package dev.holdfast;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.Inlet;
import dev.holdfast.messaging.NotPublished;
import dev.holdfast.messaging.TopicCursor;
import dev.holdfast.messaging.TopicReads;
import dev.holdfast.protocol.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Topics of a node that has none yet: nothing can be published, and nothing is there. */
final class UnconnectedTopics implements Inlet, TopicReads {
  @Override
  public CompletionStage<Void> publish(InboundMessage message) {
    return CompletableFuture.failedFuture(
        new NotPublished(ProblemCode.NOT_READY.problem("This node has no topics.")));
  }

  @Override
  public List<String> topics() {
    return List.of();
  }

  @Override
  public Page read(String topic, TopicCursor after, Instant from, int limit) {
    return new Page(List.of(), after);
  }

  @Override
  public Subscription follow(String topic, Runnable nudge) {
    return () -> {};
  }
}
