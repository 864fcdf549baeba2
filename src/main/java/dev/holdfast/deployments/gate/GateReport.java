package dev.holdfast.deployments.gate;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a replay.
 *
 * @param instances that were replayed
 * @param all whether these are all that have a journal
 * @param findings the first of each kind
 * @param counts how many there are of each kind in all
 * @param commands those that were decided again, where that was asked for
 * @param additions fields that states have now and had not before: no reason to refuse
 */
public record GateReport(
    long instances,
    long events,
    boolean all,
    Optional<Redecided> commands,
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
        "%,d events of %,d %s instances%s"
            .formatted(events, instances, all ? "(all)" : "sampled", decided());
    if (passed()) {
      return "passed the replay of " + replayed;
    }
    long faults = counts.values().stream().mapToLong(Long::longValue).sum();
    return "%,d faults in %s".formatted(faults, replayed);
  }

  private String decided() {
    if (commands.isEmpty()) {
      return "";
    }
    return commands.get().equals(new Redecided(0, 0))
        ? "; no command of them is recorded (holdfast.services.record-commands)"
        : "; %,d recorded commands decided again, %,d could not be"
            .formatted(commands.get().decided(), commands.get().left());
  }
}
