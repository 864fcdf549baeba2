package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.local.Signal;
import java.util.List;
import java.util.random.RandomGenerator;

/** The process is gone from one moment to the next, and is started again by its supervisor. */
record KillNode(boolean oldest) implements Fault {
  @Override
  public String group() {
    return "kill";
  }

  @Override
  public String word() {
    return oldest ? "kill-oldest" : "kill-random";
  }

  @Override
  public String name() {
    return oldest ? "kill -9 the oldest node" : "kill -9 a random node";
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    List<Integer> nodes = target.byAge();
    int victim = oldest ? nodes.getFirst() : nodes.get(random.nextInt(nodes.size()));
    target.struck(List.of(victim));
    target.machine().node(victim).signal(Signal.KILL);
  }
}
