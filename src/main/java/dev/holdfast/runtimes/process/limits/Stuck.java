package dev.holdfast.runtimes.process.limits;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether a thread of a process has computed, or wanted to, all the time since this was made.
 *
 * <p>First threads are left out: they are busy in a healthy process under load, and one that hangs
 * is noticed by the silence.
 */
public final class Stuck {
  /** Of the time. Less is work with pauses in between. */
  private static final double BUSY = 0.8;

  private final Map<Long, Long> before = new HashMap<>();

  public Stuck(ProcessTree tree) {
    threads(tree).forEach(before::put);
  }

  public boolean isSo(ProcessTree tree, Duration passed) {
    double enough = BUSY * passed.toNanos();
    return threads(tree).entrySet().stream()
        .anyMatch(
            it -> {
              Long then = before.get(it.getKey());
              return then != null && it.getValue() - then >= enough;
            });
  }

  private static Map<Long, Long> threads(ProcessTree tree) {
    Map<Long, Long> all = new HashMap<>();
    List<ProcessTable.Row> members = tree.members(ProcessTable.read());
    members.forEach(row -> all.putAll(ProcessTable.threads(row.pid())));
    return all;
  }
}
