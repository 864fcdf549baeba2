package dev.holdfast.services.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changed between two states, as steps that turn the one into the other, in order.
 *
 * <p>Invariant: applied one after the other as JSON Patch (RFC 6902) to the state before, the
 * changes yield the state after. Each also says what stood there before, which a patch does not.
 */
public final class StateDiff {
  /** Beyond so many pairs of elements two lists are compared place by place. */
  private static final int MOST_PAIRS = 1 << 18;

  /** Beyond so many changes the whole state is told instead. */
  private static final int MOST_CHANGES = 1_000;

  private final List<Change> changes = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();

  private StateDiff() {}

  /** What happened at a place. */
  public enum Operation {
    ADD,
    REMOVE,
    REPLACE
  }

  /**
   * One step.
   *
   * @param path a JSON pointer, valid when the steps before have been taken
   * @param from what stood there, absent for an addition
   * @param value what stands there now, absent for a removal
   */
  public record Change(
      Operation operation, String path, Optional<JsonNode> from, Optional<JsonNode> value) {}

  public static List<Change> between(JsonNode before, JsonNode after) {
    var diff = new StateDiff();
    diff.compare(before, after);
    if (diff.changes.size() > MOST_CHANGES) {
      return List.of(new Change(Operation.REPLACE, "", Optional.of(before), Optional.of(after)));
    }
    return List.copyOf(diff.changes);
  }

  private void compare(JsonNode before, JsonNode after) {
    if (before.equals(after) || changes.size() > MOST_CHANGES) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      objects(before, after);
    } else if (before.isArray() && after.isArray()) {
      arrays(before, after);
    } else {
      tell(Operation.REPLACE, Optional.of(before), Optional.of(after));
    }
  }

  private void objects(JsonNode before, JsonNode after) {
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      path.addLast(field.getKey());
      JsonNode now = after.get(field.getKey());
      if (now == null) {
        tell(Operation.REMOVE, Optional.of(field.getValue()), Optional.empty());
      } else {
        compare(field.getValue(), now);
      }
      path.removeLast();
    }
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      if (!before.has(field.getKey())) {
        path.addLast(field.getKey());
        tell(Operation.ADD, Optional.empty(), Optional.of(field.getValue()));
        path.removeLast();
      }
    }
  }

  /** Compares what remains between the common head and the common tail. */
  private void arrays(JsonNode before, JsonNode after) {
    int least = Math.min(before.size(), after.size());
    int head = 0;
    while (head < least && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < least - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    int removed = before.size() - head - tail;
    int added = after.size() - head - tail;
    BitSet kept =
        (long) removed * added <= MOST_PAIRS
            ? common(before, after, head, removed, added)
            : new BitSet();
    steps(new Lists(before, after, head, kept), removed, added);
  }

  /** Which of the elements before survive, by the longest common subsequence. */
  private static BitSet common(JsonNode before, JsonNode after, int head, int removed, int added) {
    var longest = new int[removed + 1][added + 1];
    for (int i = removed - 1; i >= 0; i--) {
      for (int j = added - 1; j >= 0; j--) {
        longest[i][j] =
            before.get(head + i).equals(after.get(head + j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    var kept = new BitSet(removed);
    int j = 0;
    for (int i = 0; i < removed && j < added; ) {
      if (before.get(head + i).equals(after.get(head + j))) {
        kept.set(i++);
        j++;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return kept;
  }

  /** Two lists beyond their common head, and which elements of the first survive. */
  private record Lists(JsonNode before, JsonNode after, int head, BitSet kept) {
    JsonNode old(int i) {
      return before.get(head + i);
    }

    JsonNode now(int j) {
      return after.get(head + j);
    }

    /** Whether the next survivor, from i on, is the element that is there now at j. */
    boolean isNextSurvivor(int i, int j) {
      int next = kept.nextSetBit(i);
      return next >= 0 && old(next).equals(now(j));
    }
  }

  /** Walks both lists; an element that went and one that came at the same place are one change. */
  private void steps(Lists lists, int removed, int added) {
    int i = 0;
    int j = 0;
    int at = lists.head();
    while ((i < removed || j < added) && changes.size() <= MOST_CHANGES) {
      boolean goes = i < removed && !lists.kept().get(i);
      boolean comes = j < added && !lists.isNextSurvivor(i, j);
      path.addLast(Integer.toString(at));
      if (goes && comes) {
        compare(lists.old(i++), lists.now(j++));
        at++;
      } else if (goes) {
        tell(Operation.REMOVE, Optional.of(lists.old(i++)), Optional.empty());
      } else if (comes) {
        tell(Operation.ADD, Optional.empty(), Optional.of(lists.now(j++)));
        at++;
      } else {
        i++;
        j++;
        at++;
      }
      path.removeLast();
    }
  }

  private void tell(Operation operation, Optional<JsonNode> from, Optional<JsonNode> value) {
    var pointer = new StringBuilder();
    for (String step : path) {
      pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    changes.add(new Change(operation, pointer.toString(), from, value));
  }
}
