package dev.holdfast.cli.faults.inject;

import dev.holdfast.cli.faults.machine.Machine;
import java.time.Duration;
import java.util.List;

/** What a fault is done to, and who is told of it. */
public interface Target {
  Machine machine();

  /** The nodes from the one that has been a member for longest to the newest, by number. */
  List<Integer> byAge();

  /** Says that the fault strikes now, and which nodes themselves; empty for the database. */
  void struck(List<Integer> nodes);

  /** Waits; cut short when the run is stopped. */
  void pause(Duration time);

  /** Waits until a node says that it is ready, or for so long at most. */
  void awaitReady(int node, Duration most);
}
