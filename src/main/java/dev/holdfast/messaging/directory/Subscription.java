package dev.holdfast.messaging.directory;

import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.TopicMessage;
import java.util.Optional;

/**
 * Who gets the messages of a topic.
 *
 * @param name the service and its handler, or an outlet
 * @param lane its messages go along this one; another after it was begun anew
 * @param paused whether nothing is delivered for now
 */
public record Subscription(
    String name, String topic, String lane, boolean paused, Addressing addressing) {
  /** Makes a letter of a message; empty where the subscription does not want it. */
  @FunctionalInterface
  public interface Addressing {
    Optional<Letter> letter(TopicMessage message);
  }
}
