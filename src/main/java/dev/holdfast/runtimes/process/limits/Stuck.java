package dev.holdfast.runtimes.process.limits;

import java.time.Duration;
import java.util.HashMap;
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

  private final ProcessTree tree;
  private final Map<Long, Long> before;

  public Stuck(ProcessTree tree) {
    this.tree = tree;
    this.before = wanted();
  }

  public boolean isSo(Duration passed) {
    double enough = BUSY * passed.toNanos();
    return wanted().entrySet().stream()
        .anyMatch(
            it -> {
              Long then = before.get(it.getKey());
              return then != null && it.getValue() - then >= enough;
            });
  }

  private Map<Long, Long> wanted() {
    Map<Long, Long> wanted = new HashMap<>();
    tree.threads()
        .forEach(
            (thread, times) -> {
              if (!times.first()) {
                wanted.put(thread, times.computed() + times.waited());
              }
            });
    return wanted;
  }
}
