package dev.holdfast.cli.faults.load;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What callers ask next, drawn from a seed: a hundred lists and a hundred registers, with new names
 * in each phase so that what is read stays short.
 *
 * <p>Invariant: a value is used once in a run; drawn by one thread.
 */
final class EntityMix implements Mix {
  private static final double KEYED = 0.6;

  private final Random random;
  private final int nodes;
  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();
  private Names names = new Names("");
  private long nextValue = 1;

  EntityMix(long seed, int nodes) {
    this.random = new Random(seed);
    this.nodes = nodes;
  }

  @Override
  public List<String> entities(String phase) {
    return new Names(phase).all();
  }

  @Override
  public synchronized void phase(String name) {
    names = new Names(name);
    lastSeen.clear();
  }

  @Override
  public synchronized Drawn next() {
    int number = random.nextInt(Names.OF_EACH);
    int node = 1 + random.nextInt(nodes);
    double chance = random.nextDouble();
    boolean list = random.nextBoolean();
    String entity = list ? names.list(number) : names.register(number);
    Action action = list ? onList(chance) : onRegister(entity, chance);
    if (action instanceof Action.Append && Names.isHomed(number)) {
      node = 1 + number % nodes;
    }
    boolean keyed = random.nextDouble() < KEYED;
    String key =
        switch (action) {
          case Action.Append(long value) -> keyed ? "v" + value : "";
          case Action.Write(long value) -> keyed ? "v" + value : "";
          case Action.Swap(_, long value) -> keyed ? "v" + value : "";
          case Action.ReadList _, Action.ReadValue _, Action.OfBank _ -> "";
        };
    return new Drawn(entity, action, key, node, random.nextLong());
  }

  private Action onList(double chance) {
    if (chance < 0.55) {
      return new Action.Append(nextValue++);
    }
    return new Action.ReadList(chance < 0.85);
  }

  private Action onRegister(String entity, double chance) {
    if (chance < 0.25) {
      return new Action.Write(nextValue++);
    }
    if (chance < 0.6) {
      boolean informed = random.nextInt(5) > 0;
      long expected = informed ? lastSeen.getOrDefault(entity, 0L) : nextValue / 2;
      return new Action.Swap(expected, nextValue++);
    }
    return new Action.ReadValue(chance < 0.85);
  }

  /** Callers talk to each other: what one saw, another expects. */
  @Override
  public void saw(Drawn drawn, Outcome outcome) {
    String entity = drawn.entity();
    switch (outcome) {
      case Outcome.Value(long value) -> lastSeen.put(entity, value);
      case Outcome.Mismatch(long actual) -> lastSeen.put(entity, actual);
      case Outcome.Done _ -> {
        if (drawn.action() instanceof Action.Swap(_, long value)) {
          lastSeen.put(entity, value);
        } else if (drawn.action() instanceof Action.Write(long value)) {
          lastSeen.put(entity, value);
        }
      }
      case Outcome.Appended _,
          Outcome.Listed _,
          Outcome.Rejected _,
          Outcome.Failed _,
          Outcome.Unknown _ -> {
        // Says nothing of a register.
      }
    }
  }
}
