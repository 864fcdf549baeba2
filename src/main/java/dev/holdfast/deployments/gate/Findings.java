package dev.holdfast.deployments.gate;

import dev.holdfast.deployments.gate.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a replay finds, while it runs: the first of each kind, and how many there are. */
final class Findings {
  private static final int MOST_OF_A_KIND = 20;
  private static final int MOST_ADDITIONS = 50;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<Finding> first = new ArrayList<>();
  private final Set<String> additions = new TreeSet<>();

  void add(Kind kind, String where, String text) {
    if (counts.merge(kind, 1L, Long::sum) <= MOST_OF_A_KIND) {
      first.add(new Finding(kind, where, text));
    }
  }

  void addition(String place) {
    if (additions.size() < MOST_ADDITIONS) {
      additions.add(place);
    }
  }

  List<Finding> first() {
    return first;
  }

  Map<Kind, Long> counts() {
    return counts;
  }

  List<String> additions() {
    return List.copyOf(additions);
  }
}
