package dev.holdfast.connectors;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/** A part of a broker's message that becomes the key or the id of the topic's message. */
public sealed interface MessagePart {
  /** Of AMQP, or the key of a record of Kafka. */
  record RoutingKey() implements MessagePart {}

  /** The property of AMQP, the id of an entry of Redis, or the place of a record of Kafka. */
  record MessageId() implements MessagePart {}

  /** A header of AMQP or of Kafka, or a field of Redis. */
  record Named(String name) implements MessagePart {}

  /** A place in the body, which must be JSON. */
  record Body(JsonPointer pointer) implements MessagePart {}

  /** There is none. */
  record None() implements MessagePart {}

  /** Reads {@code header:NAME} and the like; empty where it is nothing that the type has. */
  static Optional<MessagePart> parse(String type, String text) {
    Words words = Words.of(type);
    if (text.equals("none")) {
      return Optional.of(new None());
    }
    if (text.equals(words.key())) {
      return Optional.of(new RoutingKey());
    }
    if (text.equals(words.id())) {
      return Optional.of(new MessageId());
    }
    return named(words.named(), text).or(() -> body(text));
  }

  /** All forms that a type has, as a sentence lists them. */
  static String forms(String type) {
    Words words = Words.of(type);
    String key = words.key().isEmpty() ? "" : words.key() + ", ";
    return key + words.id() + ", " + words.named() + "NAME, json:/POINTER or none";
  }

  /**
   * What a type calls its parts.
   *
   * @param key empty where messages have none
   */
  record Words(String key, String id, String named) {
    static Words of(String type) {
      return switch (type) {
        case "rabbitmq" -> new Words("routing-key", "message-id", "header:");
        case "kafka" -> new Words("record-key", "record-id", "header:");
        default -> new Words("", "entry-id", "field:");
      };
    }
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
