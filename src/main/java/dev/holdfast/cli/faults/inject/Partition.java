package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.Network;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One node is cut from the others, while both sides still reach the database and their callers: the
 * case in which two sides could believe to own the same entities.
 */
record Partition(Kind kind) implements Fault {
  private static final Duration LASTS = Duration.ofSeconds(25);
  private static final Duration FLAP = Duration.ofSeconds(3);
  private static final int FLAPS = 4;

  /** Which node, and how. */
  enum Kind {
    RANDOM("a node isolated"),
    OLDEST("the oldest node isolated"),
    ONE_WAY("a node unheard, but hearing"),
    FLAPPING("a node isolated every 3 s");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  @Override
  public String group() {
    return "partition";
  }

  @Override
  public String word() {
    return "partition-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String name() {
    return "partition: " + kind.words;
  }

  @Override
  public Optional<String> whyNot(Target target) {
    Network network = target.machine().network();
    if (target.machine().nodes().size() < 2) {
      return Optional.of("there is one node only");
    }
    return network.canCut() ? Optional.empty() : Optional.of(network.description());
  }

  @Override
  public void strike(Target target, RandomGenerator random) {
    List<Integer> nodes = target.byAge();
    int victim = kind == Kind.OLDEST ? nodes.getFirst() : nodes.get(random.nextInt(nodes.size()));
    List<Integer> others = nodes.stream().filter(node -> node != victim).toList();
    Network network = target.machine().network();
    target.struck(List.of(victim));
    int times = kind == Kind.FLAPPING ? FLAPS : 1;
    for (int i = 0; i < times; i++) {
      try {
        for (int other : others) {
          network.cut(victim, other);
          if (kind != Kind.ONE_WAY) {
            network.cut(other, victim);
          }
        }
        target.pause(kind == Kind.FLAPPING ? FLAP : LASTS);
      } finally {
        network.heal();
      }
      if (i + 1 < times) {
        target.pause(FLAP);
      }
    }
  }
}
