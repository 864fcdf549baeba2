package dev.holdfast.messaging;

import java.util.concurrent.CompletionStage;

/** The way of messages into topics from outside: brokers, webhooks, people. */
@FunctionalInterface
public interface Inlet {
  /**
   * Publishes one message. Messages with the same topic and key that are handed over one after the
   * other keep their order, also while earlier ones are still on their way.
   *
   * @return completes normally once the message is on disk, or was before; exceptionally with
   *     {@link NotPublished} otherwise. Whoever does not know tries again with the same {@code
   *     dedupId}.
   */
  CompletionStage<Void> publish(InboundMessage message);
}
