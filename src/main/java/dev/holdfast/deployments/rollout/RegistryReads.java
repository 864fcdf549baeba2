package dev.holdfast.deployments.rollout;

import dev.holdfast.deployments.registry.Deployment;
import dev.holdfast.deployments.registry.RegistryRuntime;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.CommitRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The registry as its journals say: every node reads it alike, whoever owns the instances.
 *
 * <p>Invariant: what a read returns is at least as new as the moment when it was asked for. Used by
 * one thread at a time.
 */
public final class RegistryReads {
  private static final int PAGE = 500;

  private final CommitReads reads;
  private final Map<String, Known> known = new HashMap<>();

  private record Known(long sequence, Deployment deployment) {}

  public RegistryReads(CommitReads reads) {
    this.reads = reads;
  }

  /** All deployments that ever were, by name; blocks on the database. */
  public Map<String, Deployment> all() {
    Map<String, Deployment> all = new TreeMap<>();
    reads
        .sequences(RegistryRuntime.SERVICE)
        .forEach((name, sequence) -> all.put(name, read(name, sequence)));
    return all;
  }

  private Deployment read(String name, long sequence) {
    Known at = known.getOrDefault(name, new Known(0, Deployment.NONE));
    while (at.sequence() < sequence) {
      List<CommitRow> rows =
          reads.commits(
              RegistryRuntime.SERVICE + "/" + name, at.sequence() + 1, Long.MAX_VALUE, PAGE);
      if (rows.isEmpty()) {
        break;
      }
      Deployment next = at.deployment();
      for (CommitRow row : rows) {
        next = RegistryRuntime.fold(next, row.commit().events());
      }
      at = new Known(rows.getLast().sequence(), next);
    }
    known.put(name, at);
    return at.deployment();
  }
}
