package dev.holdfast.runtimes.process.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells whether threads of a process compute for nobody: one of them all the time, or several in
 * turns that are more than there are requests.
 *
 * <p>Time in which a thread waited for a core does not count. First threads are left out: they are
 * busy in a healthy process under load, and one that hangs is noticed by the silence.
 */
public final class Stuck {
  /** Of the time. Less is work with pauses in between. */
  private static final double BUSY = 0.8;

  /** Of the time. With less, a thread has no part in what keeps the process busy. */
  private static final double NOTICEABLE = 0.02;

  /** However busy the machine is, this many times what is allowed says no. */
  private static final int LONGEST = 10;

  private final ProcessTree tree;
  private final Duration allowed;
  private final Map<Long, ProcessTable.Times> before;

  /** What is known. */
  public enum Answer {
    YES,
    NO,
    NOT_YET
  }

  /** Begins now. */
  public Stuck(ProcessTree tree, Duration allowed) {
    this.tree = tree;
    this.allowed = allowed;
    this.before = tree.threads();
  }

  /**
   * What its threads have done until now.
   *
   * @param requests the most that were in work since this was made
   */
  public Answer isSo(Duration passed, int requests) {
    Map<Long, ProcessTable.Times> now = tree.threads();
    List<ProcessTable.Times> threads = new ArrayList<>();
    before.forEach(
        (thread, then) -> {
          ProcessTable.Times times = now.get(thread);
          if (times != null && !times.first()) {
            threads.add(times.since(then));
          }
        });
    return judge(passed, threads, requests, allowed);
  }

  static Answer judge(
      Duration passed, List<ProcessTable.Times> threads, int requests, Duration allowed) {
    if (passed.compareTo(allowed) < 0) {
      return Answer.NOT_YET;
    }
    boolean open = false;
    long waited = 0;
    long together = 0;
    int busy = 0;
    for (ProcessTable.Times thread : threads) {
      long could = passed.toNanos() - thread.waited();
      if (thread.computed() > 0 && thread.computed() >= BUSY * could) {
        if (could >= allowed.toNanos()) {
          return Answer.YES;
        }
        open = true;
      }
      waited += thread.waited();
      together += thread.computed();
      busy += thread.computed() >= NOTICEABLE * passed.toNanos() ? 1 : 0;
    }
    // Those that take turns also wait for a core in turns.
    long could = passed.toNanos() - waited;
    // One more than requests: a thread may have begun another one's work since.
    if (busy > requests + 1 && together >= BUSY * could) {
      if (could >= allowed.toNanos()) {
        return Answer.YES;
      }
      open = true;
    }
    return open && passed.compareTo(allowed.multipliedBy(LONGEST)) < 0 ? Answer.NOT_YET : Answer.NO;
  }
}
