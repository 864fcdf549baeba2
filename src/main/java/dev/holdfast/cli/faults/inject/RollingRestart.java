package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.local.Signal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** One node after the other is told to end, ends in its own time and comes back. */
record RollingRestart() implements Fault {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  @Override
  public String group() {
    return "rolling";
  }

  @Override
  public String name() {
    return "rolling restart of all nodes";
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    List<Integer> newestFirst = target.byAge().reversed();
    target.struck(List.of());
    for (int node : newestFirst) {
      int before = target.machine().node(node).process().exits().size();
      target.machine().node(node).signal(Signal.TERM);
      long deadline = System.nanoTime() + MOST.toNanos();
      while (target.machine().node(node).process().exits().size() == before
          && System.nanoTime() < deadline
          && !Thread.currentThread().isInterrupted()) {
        target.pause(Duration.ofMillis(100));
      }
      target.pause(BETWEEN);
      target.awaitReady(node, MOST);
    }
  }
}
