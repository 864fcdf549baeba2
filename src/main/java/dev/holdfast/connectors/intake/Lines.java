package dev.holdfast.connectors.intake;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Messages that wait behind others of their key; pure.
 *
 * <p>Invariant: of each key at most one message, the first, is on its way; the next one goes once
 * it is through.
 *
 * <pre>
 *   key a:  [on its way] ◄ waits ◄ waits
 *   key b:  [on its way]
 * </pre>
 */
final class Lines<M> {
  private final Map<String, ArrayDeque<M>> lines = new HashMap<>();
  private int size;

  /** Takes a message; answers whether it is the first of its key, and so to be sent on its way. */
  boolean add(String key, M message) {
    ArrayDeque<M> line = lines.computeIfAbsent(key, _ -> new ArrayDeque<>(2));
    line.add(message);
    size++;
    return line.size() == 1;
  }

  /** The first of a key is through; answers the next one, to be sent on its way. */
  Optional<M> through(String key) {
    ArrayDeque<M> line = lines.get(key);
    if (line == null) {
      throw new IllegalStateException("nothing of this key is on its way");
    }
    line.remove();
    size--;
    if (line.isEmpty()) {
      lines.remove(key);
    }
    return Optional.ofNullable(line.peek());
  }

  /** All, on their way or waiting. */
  int size() {
    return size;
  }
}
