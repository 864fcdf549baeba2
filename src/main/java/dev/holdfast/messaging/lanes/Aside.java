package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;

/**
 * A receiver for which the letters of a lane from some on stay in the journal.
 *
 * @param key a receiver, or its group: the service of an instance, the outlet of a line
 * @param from the first letter that is not handled; all before it are
 * @param since when it was set aside, in milliseconds since 1970
 * @param failures how often it was tried since
 */
public record Aside(String key, MessageId from, long since, int failures, Problem problem) {
  /** What a receiver is one of; names of services and outlets have neither of the signs. */
  static String group(String receiver) {
    for (int i = 0; i < receiver.length(); i++) {
      if (receiver.charAt(i) == '/' || receiver.charAt(i) == ' ') {
        return receiver.substring(0, i);
      }
    }
    return receiver;
  }

  /** Whether it is about the receiver. */
  boolean concerns(String receiver) {
    return receiver.equals(key) || group(receiver).equals(key);
  }
}
