package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.local.Signal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The process stands still, as in a long garbage collection or a frozen virtual machine. */
record StopNode(int seconds) implements Fault {
  @Override
  public String group() {
    return "stop";
  }

  @Override
  public String word() {
    return "stop-" + seconds;
  }

  @Override
  public String name() {
    return "SIGSTOP a node for " + seconds + " s";
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    List<Integer> nodes = target.byAge();
    int victim = nodes.get(random.nextInt(nodes.size()));
    target.struck(List.of(victim));
    target.machine().node(victim).signal(Signal.STOP);
    try {
      target.pause(Duration.ofSeconds(seconds));
    } finally {
      target.machine().node(victim).signal(Signal.CONT);
    }
  }
}
