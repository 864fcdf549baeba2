package dev.holdfast.deployments;

import dev.holdfast.deployments.gate.GateReport;
import dev.holdfast.deployments.registry.Source;
import dev.holdfast.deployments.registry.Version;
import java.time.Instant;
import java.util.List;

/**
 * What somebody wants deployed.
 *
 * @param share of the instances that run it at first, in hundredths of a percent
 * @param force whether it runs whatever the gate says of it
 * @param replay how thorough the gate is
 */
public record DeployRequest(
    String name, Source source, int share, boolean force, ReplayRequest replay, String by) {

  /** The version before anybody has looked into it. */
  Version candidate(Instant now) {
    return new Version(0, "", source, List.of(), "", force, by, now);
  }

  Version found(String id, List<String> services, GateReport report, Instant now) {
    return new Version(
        0, id, source, services, report.verdict(), force && !report.passed(), by, now);
  }
}
