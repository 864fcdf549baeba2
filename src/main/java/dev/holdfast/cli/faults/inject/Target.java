package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.Machine;
import dev.holdfast.cli.faults.machine.ServiceLanguage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What a fault is done to, and who is told of it. */
public interface Target {
  Machine machine();

  /** The nodes from the one that has been a member for longest to the newest, by number. */
  List<Integer> byAge();

  /** Says that the fault strikes now, and which nodes themselves; empty for the database. */
  void struck(List<Integer> nodes);

  /** Adds what the fault came upon to what is told of it. */
  void note(String words);

  boolean isStopping();

  /** Waits; cut short when the run is stopped. */
  void pause(Duration time);

  /** Waits until a node says that it is ready, or for so long at most. */
  void awaitReady(int node, Duration most);

  default int anyNode(RandomGenerator random) {
    List<Integer> nodes = byAge();
    return nodes.get(random.nextInt(nodes.size()));
  }

  /** A process of a node that runs functions; empty when it has none at the moment. */
  default Optional<Long> functionOf(int node, RandomGenerator random) {
    List<Long> all = machine().functions(node);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** Why nothing can be done to processes of functions; empty when there are some. */
  static Optional<String> noProcesses(Target target) {
    ServiceLanguage language = target.machine().language();
    return language.hasProcesses()
        ? Optional.empty()
        : Optional.of("functions in " + language.word() + " run within the node");
  }
}
