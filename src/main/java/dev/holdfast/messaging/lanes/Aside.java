package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;

/**
 * A receiver for which the letters of a lane from some on stay in the journal.
 *
 * @param key an instance, or a service for all of its instances
 * @param from the first letter that is not handled; all before it are
 * @param since when it was set aside, in milliseconds since 1970
 * @param failures how often it was tried since
 */
public record Aside(String key, MessageId from, long since, int failures, Problem problem) {
  /** Whether it is about the receiver. */
  boolean concerns(String receiver) {
    return receiver.equals(key)
        || (key.indexOf('/') < 0
            && receiver.length() > key.length()
            && receiver.charAt(key.length()) == '/'
            && receiver.startsWith(key));
  }
}
