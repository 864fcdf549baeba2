package dev.holdfast.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param baselineProcesses 0 without the baseline
 * @param nodes 1, or 2 to see what a call costs whose instance lives on the other one
 */
record BenchPlan(
    String database,
    List<Integer> connections,
    List<Integer> keys,
    int seconds,
    int warmUp,
    int repetitions,
    boolean idempotencyKeys,
    int baselineProcesses,
    int nodes) {
  private static final int MOST_CONNECTIONS = 4096;
  private static final int MOST_KEYS = 1_000_000;
  private static final int LONGEST_SECONDS = 3600;

  BenchPlan {
    connections.forEach(count -> requireIn("--connections", count, 1, MOST_CONNECTIONS));
    keys.forEach(count -> requireIn("--keys", count, 1, MOST_KEYS));
    requireIn("--seconds", seconds, 1, LONGEST_SECONDS);
    requireIn("--warm-up", warmUp, 0, LONGEST_SECONDS);
    requireIn("--repetitions", repetitions, 1, 100);
    requireIn("--baseline-processes", baselineProcesses, 0, 64);
    requireIn("--nodes", nodes, 1, 2);
    if (nodes > 1 && database.equals("sqlite")) {
      throw new BenchFailed("--nodes 2 needs --database postgresql: nodes share its journal");
    }
    if (nodes > 1 && baselineProcesses > 0) {
      throw new BenchFailed("--baseline is of one node");
    }
  }

  Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  Duration warmed() {
    return Duration.ofSeconds(warmUp);
  }

  /** The cases of one server, in the order they are run. */
  List<Case> cases(String server, boolean stateless) {
    List<Case> cases = new ArrayList<>();
    for (int count : connections) {
      cases.add(new Case(server, Case.Work.LIVE, 0, count));
      if (stateless) {
        cases.add(new Case(server, Case.Work.STATELESS, 0, count));
      }
      for (int key : keys) {
        cases.add(new Case(server, Case.Work.ADD, key, count));
      }
    }
    return cases;
  }

  /** The cases of two nodes: only what has state lives on one of them. */
  List<Case> clusterCases(String server) {
    return cases(server, false).stream().filter(which -> which.work() == Case.Work.ADD).toList();
  }

  private static void requireIn(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new BenchFailed(option + " must be " + least + " to " + most + ", got " + value);
    }
  }
}
