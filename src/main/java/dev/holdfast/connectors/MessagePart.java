package dev.holdfast.connectors;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/** A part of a broker's message that becomes the key or the id of the topic's message. */
public sealed interface MessagePart {
  /** Of AMQP. */
  record RoutingKey() implements MessagePart {}

  /** The property of AMQP, or the id of an entry of Redis. */
  record MessageId() implements MessagePart {}

  /** A header of AMQP or a field of Redis. */
  record Named(String name) implements MessagePart {}

  /** A place in the body, which must be JSON. */
  record Body(JsonPointer pointer) implements MessagePart {}

  /** There is none. */
  record None() implements MessagePart {}

  /** Reads {@code header:NAME} and the like; empty where it is nothing that the type has. */
  static Optional<MessagePart> parse(String type, String text) {
    boolean rabbit = type.equals("rabbitmq");
    return switch (text) {
      case "none" -> Optional.of(new None());
      case "routing-key" -> rabbit ? Optional.of(new RoutingKey()) : Optional.empty();
      case "message-id" -> rabbit ? Optional.of(new MessageId()) : Optional.empty();
      case "entry-id" -> rabbit ? Optional.empty() : Optional.of(new MessageId());
      default -> named(rabbit ? "header:" : "field:", text).or(() -> body(text));
    };
  }

  private static Optional<MessagePart> named(String prefix, String text) {
    return text.startsWith(prefix) && text.length() > prefix.length()
        ? Optional.of(new Named(text.substring(prefix.length())))
        : Optional.empty();
  }

  private static Optional<MessagePart> body(String text) {
    try {
      return text.startsWith("json:/")
          ? Optional.of(new Body(JsonPointer.compile(text.substring("json:".length()))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
