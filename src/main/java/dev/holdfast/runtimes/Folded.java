package dev.holdfast.runtimes;

import dev.holdfast.protocol.Json;

/** What a history was folded to. */
public sealed interface Folded {
  record State(Json state) implements Folded {}

  /** Nobody said what it is folded to: neither a state nor a fault of the code. */
  record Unanswered(String why) implements Folded {}

  /**
   * It cannot be folded.
   *
   * @param at the index of the event; negative where that is not known
   */
  record Failed(int at, String why) implements Folded {}
}
