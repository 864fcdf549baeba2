package dev.holdfast.edge.topics;

import dev.holdfast.protocol.Problem;
import java.util.BitSet;
import java.util.Optional;
import java.util.TreeMap;

/** What became of some messages that were published together. Told by many threads. */
final class Fates {
  private final int size;
  private final BitSet published = new BitSet();
  private final TreeMap<Integer, Problem> failed = new TreeMap<>();

  Fates(int size) {
    this.size = size;
  }

  synchronized void published(int place) {
    published.set(place);
  }

  synchronized void failed(int place, Problem problem) {
    failed.put(place, problem);
  }

  /** What is wrong; empty when nothing is. */
  synchronized Optional<Problem> problem() {
    return Optional.ofNullable(failed.firstEntry()).map(java.util.Map.Entry::getValue);
  }

  /**
   * What is wrong with a batch: a failure that trying again may cure goes before one that it will
   * not, because a caller who is told of the latter gives up.
   */
  synchronized Optional<Problem> problemOfBatch() {
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    int place =
        failed.entrySet().stream()
            .filter(failure -> failure.getValue().kind() != Problem.Kind.CALLER)
            .mapToInt(java.util.Map.Entry::getKey)
            .findFirst()
            .orElseGet(failed::firstKey);
    Problem problem = java.util.Objects.requireNonNull(failed.get(place));
    String detail =
        "Event %d: %s On disk: %s of 0 to %d. Those are recognised when the batch is sent again."
            .formatted(place, problem.detail(), published(), size - 1);
    return Optional.of(
        new Problem(
            problem.code(),
            problem.kind(),
            problem.status(),
            problem.title(),
            detail,
            "/" + place + problem.pointer()));
  }

  /** Such as {@code 0 to 2, 4}. */
  private String published() {
    var text = new StringBuilder();
    for (int from = published.nextSetBit(0); from >= 0; ) {
      int to = published.nextClearBit(from) - 1;
      text.append(text.isEmpty() ? "" : ", ").append(from);
      text.append(to == from ? "" : " to " + to);
      from = published.nextSetBit(to + 1);
    }
    return text.isEmpty() ? "none" : text.toString();
  }
}
