package dev.holdfast.journal.store;

import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Publication;

/**
 * What the column {@code outgoing} says of a commit: one word for each kind of thing that it causes
 * and for each topic, with a space between; nothing for a commit that causes nothing.
 *
 * <p>Invariant: a topic's word is in it exactly if the commit published to the topic, because no
 * topic has a space or an {@code @} in its name.
 */
public final class OutgoingWords {
  /** Of a commit that causes nothing. */
  public static final String NONE = "";

  private static final String SENDS = ">";
  private static final String TIMERS = "~";
  private static final String PARKING = "!";

  private OutgoingWords() {}

  public static String of(Outbox outbox) {
    if (outbox.isEmpty()) {
      return NONE;
    }
    var words = new StringBuilder();
    if (!outbox.sends().isEmpty()) {
      add(words, SENDS);
    }
    if (!outbox.timers().isEmpty()) {
      add(words, TIMERS);
    }
    if (!outbox.parking().isEmpty()) {
      add(words, PARKING);
    }
    outbox.publications().stream()
        .map(Publication::topic)
        .distinct()
        .forEach(topic -> add(words, topic(topic)));
    return words.toString();
  }

  /** What is looked for, in the column with a space at its end. */
  public static String search(String topic) {
    return topic(topic) + " ";
  }

  private static void add(StringBuilder words, String word) {
    if (!words.isEmpty()) {
      words.append(' ');
    }
    words.append(word);
  }

  private static String topic(String name) {
    boolean plain = name.chars().allMatch(OutgoingWords::isOfATopic);
    if (name.isEmpty() || !plain) {
      throw new IllegalArgumentException("Not the name of a topic: " + name);
    }
    return "@" + name;
  }

  private static boolean isOfATopic(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }
}
