package dev.holdfast.runtimes;

import dev.holdfast.protocol.Json;

/** What a history was folded to. */
public sealed interface Folded {
  record State(Json state) implements Folded {}

  /**
   * It cannot be folded.
   *
   * @param at the index of the event; negative where that is not known
   */
  record Failed(int at, String why) implements Folded {}
}
