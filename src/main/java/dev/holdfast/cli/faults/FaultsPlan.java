package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.load.Workload;
import dev.holdfast.cli.faults.machine.ServiceLanguage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one run is to do.
 *
 * @param time how long faults are begun; the last one is seen through
 * @param seed decides faults, their order, their victims and what callers ask
 * @param faults groups of faults
 * @param language of the services
 * @param workloads what the cluster is called for
 * @param rate calls a second, of all of them
 * @param namespaces whether to try for a network that can be cut
 * @param folder for logs, history and data
 */
record FaultsPlan(
    Duration time,
    long seed,
    Set<String> faults,
    int nodes,
    ServiceLanguage language,
    Set<Workload> workloads,
    int rate,
    Optional<Unsafe> unsafe,
    boolean namespaces,
    Path project,
    Path folder,
    Path history) {
  FaultsPlan {
    faults = Set.copyOf(faults);
    workloads = Set.copyOf(workloads);
  }

  /** What to type for the same run. */
  String command() {
    var text = new StringBuilder("./holdfast faults --minutes ");
    double minutes = time.toMillis() / 60_000.0;
    text.append(minutes == Math.rint(minutes) ? Long.toString((long) minutes) : minutes);
    text.append(" --seed ").append(seed);
    text.append(" --faults ").append(String.join(",", new TreeSet<>(faults)));
    if (workloads.size() == 1) {
      text.append(" --workload ").append(workloads.iterator().next().word());
    }
    if (language != ServiceLanguage.JAVA) {
      text.append(" --language ").append(language.word());
    }
    text.append(" --nodes ").append(nodes).append(" --rate ").append(rate);
    unsafe.ifPresent(one -> text.append(" --unsafe ").append(one.word()));
    return namespaces ? text.toString() : text.append(" --loopback").toString();
  }
}
