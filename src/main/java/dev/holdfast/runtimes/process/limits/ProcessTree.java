package dev.holdfast.runtimes.process.limits;

import dev.holdfast.runtimes.process.limits.ProcessTable.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and all that came of it.
 *
 * <p>Invariant: what was once seen to belong stays, whoever adopts it. Beyond children of children
 * that is whoever is of its session, runs as its user, or carries its mark in the environment it
 * began with; a process that left all of these between two looks is found by none of them, which is
 * why there is a pid namespace wherever the machine allows one.
 */
public final class ProcessTree {
  private static final int ROUNDS = 100;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final long root;
  private final Signs signs;

  /** By pid, when it started. */
  private final Map<Long, Long> known = new HashMap<>();

  /** Those that were looked at and are strangers, the same. */
  private final Map<Long, Long> strangers = new HashMap<>();

  /**
   * By what its processes are known.
   *
   * @param session whether the root began a session
   * @param user whom nobody else runs as
   * @param mark a variable with its value, or nothing
   */
  public record Signs(boolean session, OptionalInt user, String mark) {}

  public ProcessTree(long root, Signs signs) {
    this.root = root;
    this.signs = signs;
  }

  public synchronized List<Row> members(Map<Long, Row> table) {
    known.entrySet().removeIf(it -> !isThere(table, it));
    strangers.entrySet().removeIf(it -> !isThere(table, it));
    Set<Long> found = new HashSet<>(known.keySet());
    Map<Long, List<Long>> children = new HashMap<>();
    for (Row row : table.values()) {
      children.computeIfAbsent(row.parent(), _ -> new ArrayList<>()).add(row.pid());
      if (row.pid() == root || isSigned(row)) {
        found.add(row.pid());
      }
    }
    List<Long> open = new ArrayList<>(found);
    while (!open.isEmpty()) {
      for (long child : children.getOrDefault(open.removeLast(), List.of())) {
        if (found.add(child)) {
          open.add(child);
        }
      }
    }
    List<Row> members = new ArrayList<>();
    for (long pid : found) {
      Row row = table.get(pid);
      if (row != null) {
        known.put(pid, row.startTicks());
        members.add(row);
      }
    }
    return members;
  }

  /** All threads of all members, by their numbers. */
  Map<Long, ProcessTable.Times> threads() {
    Map<Long, ProcessTable.Times> all = new HashMap<>();
    members(ProcessTable.read()).forEach(row -> all.putAll(ProcessTable.threads(row.pid())));
    return all;
  }

  private static boolean isThere(Map<Long, Row> table, Map.Entry<Long, Long> it) {
    Row row = table.get(it.getKey());
    return row != null && row.startTicks() == it.getValue();
  }

  /** Reading an environment costs more than a look at the table, so nobody is read twice. */
  private boolean isSigned(Row row) {
    if (signs.session() && row.session() == root) {
      return true;
    }
    if (known.containsKey(row.pid()) || strangers.containsKey(row.pid())) {
      return false;
    }
    boolean ours =
        (signs.user().isPresent() && ProcessTable.user(row.pid()) == signs.user().getAsInt())
            || (!signs.mark().isEmpty() && ProcessTable.hasInEnvironment(row.pid(), signs.mark()));
    // Until it runs its program a new process looks like whoever started it.
    if (!ours && row.cpuTicks() > 0) {
      strangers.put(row.pid(), row.startTicks());
    }
    return ours;
  }

  /** Ends all of it, and returns when nothing is left or that cannot be reached. */
  public void kill() throws InterruptedException {
    ProcessHandle.of(root).ifPresent(ProcessHandle::destroyForcibly);
    for (int round = 0; round < ROUNDS; round++) {
      List<Row> left = members(ProcessTable.read());
      if (left.isEmpty()) {
        return;
      }
      if (signs.session() && left.stream().anyMatch(row -> row.session() == root)) {
        killGroup();
      }
      left.forEach(row -> ProcessHandle.of(row.pid()).ifPresent(ProcessHandle::destroyForcibly));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** One system call for the whole group: what forks faster than it is ended has no gap. */
  private void killGroup() throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-KILL", "--", "-" + root)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      // No such program: they are ended one by one.
    }
  }
}
