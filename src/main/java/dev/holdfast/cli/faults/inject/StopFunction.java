package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.ServiceLanguage;
import dev.holdfast.cli.local.LocalFailed;
import dev.holdfast.cli.local.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The process of a function stands still. For a short time its callers wait; when a deadline has
 * passed over it, its node is to end it and to start another.
 */
record StopFunction(int seconds) implements Fault {
  @Override
  public String group() {
    return "function-stop";
  }

  @Override
  public String word() {
    return "function-stop-" + seconds;
  }

  @Override
  public String name() {
    return "SIGSTOP a function for " + seconds + " s";
  }

  @Override
  public boolean fits(ServiceLanguage language) {
    return language.hasProcesses();
  }

  @Override
  public Optional<String> whyNot(Target target) {
    return Target.noProcesses(target);
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    target.struck(List.of());
    int node = target.anyNode(random);
    List<Long> victim = target.functionOf(node, random).stream().toList();
    if (victim.isEmpty()) {
      throw new LocalFailed("node " + node + " has no process of a function to be stopped");
    }
    Signal.STOP.send(victim);
    try {
      target.pause(Duration.ofSeconds(seconds));
    } finally {
      Signal.CONT.send(victim);
    }
    target.note("process " + victim.getFirst() + " of node " + node);
  }
}
