package dev.holdfast.runtimes.process.limits;

import java.time.Duration;
import java.util.Map;

/**
 * Tells a process that hangs from one that has more to do, or less of the machine, than it can
 * manage: to end that one makes it worse, since the next has to start first.
 *
 * <p>Time counts from the last answer to anybody, and only while no thread of it waited for a core,
 * unless it has computed as long as it is allowed to be silent. Whoever looks may have stood still
 * itself, and then has seen nothing of what was answered meanwhile.
 */
public final class Silence {
  /** However busy the machine is, this many times what it is allowed ends it. */
  private static final int LONGEST = 10;

  private final ProcessTree tree;
  private final Duration allowed;
  private final Duration glance;
  private long answers;
  private long looked = System.nanoTime();
  private Duration silent = Duration.ZERO;
  private Map<Long, ProcessTable.Times> before;

  /**
   * Begins now.
   *
   * @param glance how often it is looked at; a look that is much later counts as twice that
   * @param answers how many requests the process has answered
   */
  public Silence(ProcessTree tree, Duration allowed, Duration glance, long answers) {
    this.tree = tree;
    this.allowed = allowed;
    this.glance = glance;
    this.answers = answers;
    this.before = tree.threads();
  }

  /** Whether it hangs, after so many answers. */
  public boolean isTooLong(long answered) {
    long now = System.nanoTime();
    long passed = Math.min(now - looked, 2 * glance.toNanos());
    looked = now;
    if (answered != answers) {
      answers = answered;
      silent = Duration.ZERO;
      before = tree.threads();
      return false;
    }
    silent = silent.plusNanos(passed);
    if (silent.compareTo(allowed) < 0) {
      return false;
    }
    long waited = 0;
    long computed = 0;
    for (Map.Entry<Long, ProcessTable.Times> thread : tree.threads().entrySet()) {
      ProcessTable.Times since = thread.getValue().since(before.get(thread.getKey()));
      waited = Math.max(waited, since.waited());
      computed += since.computed();
    }
    return isTooLong(silent, Duration.ofNanos(waited), Duration.ofNanos(computed), allowed);
  }

  static boolean isTooLong(
      Duration silent, Duration waitedForACore, Duration computed, Duration allowed) {
    return silent.minus(waitedForACore).compareTo(allowed) >= 0
        || (computed.compareTo(allowed) >= 0 && silent.compareTo(allowed) >= 0)
        || silent.compareTo(allowed.multipliedBy(LONGEST)) >= 0;
  }
}
