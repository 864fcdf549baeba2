package dev.holdfast.deployments.gate;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a replay.
 *
 * @param instances that were replayed
 * @param all whether these are all that have a journal
 * @param findings the first of each kind
 * @param counts how many there are of each kind in all
 * @param additions fields that states have now and had not before: no reason to refuse
 */
public record GateReport(
    long instances,
    long events,
    boolean all,
    Duration took,
    List<Finding> findings,
    Map<Finding.Kind, Long> counts,
    List<String> additions) {
  public GateReport {
    findings = List.copyOf(findings);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    additions = List.copyOf(additions);
  }

  public boolean passed() {
    return counts.isEmpty();
  }

  /** In a line. */
  public String verdict() {
    String replayed =
        "%,d events of %,d %s instances".formatted(events, instances, all ? "(all)" : "sampled");
    if (passed()) {
      return "passed the replay of " + replayed;
    }
    long faults = counts.values().stream().mapToLong(Long::longValue).sum();
    return "%,d faults in %s".formatted(faults, replayed);
  }
}
