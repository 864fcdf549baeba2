package dev.holdfast.connectors.intake;

import dev.holdfast.messaging.InboundMessage;

/** What a broker's message amounts to. */
sealed interface Shaped {
  /** A message for the topic. */
  record Fits(InboundMessage message) implements Shaped {}

  /** Nothing that the topic could ever take. */
  record Poison(String why) implements Shaped {}
}
