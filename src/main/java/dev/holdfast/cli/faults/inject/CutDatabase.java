package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One node no longer reaches the database; the others and its callers still reach it. */
record CutDatabase() implements Fault {
  private static final Duration LASTS = Duration.ofSeconds(20);

  @Override
  public String group() {
    return "database-cut";
  }

  @Override
  public String name() {
    return "a node cut from the database only";
  }

  @Override
  public Optional<String> whyNot(Target target) {
    Network network = target.machine().network();
    return network.canCut() ? Optional.empty() : Optional.of(network.description());
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    List<Integer> nodes = target.byAge();
    int victim = nodes.get(random.nextInt(nodes.size()));
    Network network = target.machine().network();
    target.struck(List.of(victim));
    try {
      network.cutDatabase(victim);
      target.pause(LASTS);
    } finally {
      network.heal();
    }
  }
}
