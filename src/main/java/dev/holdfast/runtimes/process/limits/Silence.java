package dev.holdfast.runtimes.process.limits;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a process that hangs from one that has more to do, or less of the machine, than it can
 * manage: to end that one makes it worse, since the next has to start first.
 *
 * <p>Time counts from the last answer to anybody, and only while no thread of it waited for a core.
 */
public final class Silence {
  /** However busy the machine is, this many times what it is allowed ends it. */
  private static final int LONGEST = 10;

  private final ProcessTree tree;
  private final Duration allowed;
  private long answers;
  private long since;
  private Map<Long, Long> waited;

  /**
   * Begins now.
   *
   * @param answers how many requests the process has answered
   */
  public Silence(ProcessTree tree, Duration allowed, long answers) {
    this.tree = tree;
    this.allowed = allowed;
    this.answers = answers;
    this.since = System.nanoTime();
    this.waited = waited();
  }

  /** Whether it hangs, after so many answers. */
  public boolean isTooLong(long answered) {
    long now = System.nanoTime();
    if (answered != answers) {
      answers = answered;
      since = now;
      waited = waited();
      return false;
    }
    Duration passed = Duration.ofNanos(now - since);
    return passed.compareTo(allowed) >= 0 && isTooLong(passed, longestWait(), allowed);
  }

  static boolean isTooLong(Duration passed, Duration waitedForACore, Duration allowed) {
    return passed.minus(waitedForACore).compareTo(allowed) >= 0
        || passed.compareTo(allowed.multipliedBy(LONGEST)) >= 0;
  }

  private Duration longestWait() {
    return waited().entrySet().stream()
        .map(it -> Duration.ofNanos(it.getValue() - waited.getOrDefault(it.getKey(), 0L)))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private Map<Long, Long> waited() {
    Map<Long, Long> waited = new HashMap<>();
    tree.threads().forEach((thread, times) -> waited.put(thread, times.waited()));
    return waited;
  }
}
