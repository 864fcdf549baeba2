package dev.holdfast.messaging.directory;

import dev.holdfast.journal.messages.SubscriptionRow;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.Trigger;

/** How subscriptions and their lanes are called. */
public final class Names {
  private Names() {}

  /** The service, its handler and, as a handler may have several, the topic. */
  public static String subscription(
      ServiceDescription service, ServiceDescription.Handler handler, Trigger.Topic topic) {
    return service.service() + "." + handler.name() + "." + topic.topic();
  }

  /** The outlet and its topic: with another topic it is another subscription. */
  static String subscription(String outlet, String topic) {
    return outlet + "." + topic;
  }

  /** One that was begun anew goes along another lane, which receivers do not take for the old. */
  public static String lane(SubscriptionRow row) {
    return lane(row.name(), row.generation());
  }

  public static String lane(String subscription, int generation) {
    return subscription + "@" + generation;
  }

  /** Whether the lane was that of the subscription before it was begun anew. */
  static boolean isEarlier(String lane, SubscriptionRow row) {
    for (int generation = row.generation() - 1; generation > 0; generation--) {
      if (lane.equals(lane(row.name(), generation))) {
        return true;
      }
    }
    return false;
  }
}
