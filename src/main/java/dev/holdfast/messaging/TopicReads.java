package dev.holdfast.messaging;

import java.time.Instant;
import java.util.List;

/**
 * Reading topics from outside. Every method blocks on the database, so call it on a virtual thread;
 * every list is bounded by its limit.
 */
public interface TopicReads {
  /** The topics that have ever had a message, by name. */
  List<String> topics();

  /**
   * The messages after a place, at most so many. Those of one slice are in order, so those of one
   * publisher with one key are; a topic that has no messages has empty pages.
   *
   * @param after where the last page ended
   * @param from messages of earlier commits are left out; {@link Instant#EPOCH} for all
   */
  Page read(String topic, TopicCursor after, Instant from, int limit);

  /** Runs the nudge when the topic may have a new message, until closed; it must not block. */
  Subscription follow(String topic, Runnable nudge);

  /**
   * Some messages.
   *
   * @param next where the next page begins. A page without messages whose {@code next} is not where
   *     it began was cut short while it looked: there may be more.
   */
  record Page(List<TopicMessage> messages, TopicCursor next) {
    public Page {
      messages = List.copyOf(messages);
    }
  }

  /** Ends the nudges. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
