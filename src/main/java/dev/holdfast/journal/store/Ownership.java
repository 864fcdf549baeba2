package dev.holdfast.journal.store;

import java.util.Map;

/**
 * What the database says a writer has.
 *
 * @param generation negative when the writer's fence row is gone
 * @param epochs of the slices it owns
 */
public record Ownership(long generation, Map<Integer, Long> epochs) {
  public static final long GONE = -1;

  public Ownership {
    epochs = Map.copyOf(epochs);
  }
}
