package dev.holdfast.cli.faults.load;

import dev.holdfast.cli.faults.check.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps every operation of a run, in memory and in a file, and the last ones of each node. */
final class Recorder {
  private static final int LAST = 5;

  private final HistoryFile file;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<Integer, Deque<Operation>> lastOf = new HashMap<>();

  Recorder(HistoryFile file) {
    this.file = file;
  }

  synchronized void add(Operation operation) {
    operations.add(operation);
    file.write(operation);
    Deque<Operation> last = lastOf.computeIfAbsent(operation.node(), _ -> new ArrayDeque<>());
    last.addLast(operation);
    if (last.size() > LAST) {
      last.removeFirst();
    }
  }

  /** Whether the last five operations through each node were sent after a moment and are ok. */
  synchronized boolean lastAreOk(int nodes, long since) {
    for (int node = 1; node <= nodes; node++) {
      Deque<Operation> last = lastOf.getOrDefault(node, new ArrayDeque<>());
      boolean good = last.stream().allMatch(one -> one.ok() && one.invoked() >= since);
      if (last.size() < LAST || !good) {
        return false;
      }
    }
    return true;
  }

  synchronized List<Operation> all() {
    return List.copyOf(operations);
  }

  synchronized int size() {
    return operations.size();
  }
}
