package dev.holdfast.deployments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.deployments.gate.Finding;
import dev.holdfast.deployments.gate.GateReport;
import dev.holdfast.protocol.Json;
import java.util.Locale;
import java.util.Map;

/** A report as people read it. */
final class GateText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GateText() {}

  static String of(GateReport report) {
    var text = new StringBuilder(report.verdict());
    text.append(
        " (%.1f s, %,d events/s)"
            .formatted(
                report.took().toMillis() / 1000.0,
                report.events() * 1000 / Math.max(1, report.took().toMillis())));
    for (Map.Entry<Finding.Kind, Long> kind : report.counts().entrySet()) {
      text.append("\n\n%s: %,d".formatted(title(kind.getKey()), kind.getValue()));
      report.findings().stream()
          .filter(finding -> finding.kind() == kind.getKey())
          .forEach(finding -> text.append("\n  " + finding.where() + ": " + finding.text()));
    }
    if (!report.additions().isEmpty()) {
      text.append("\n\nnew in states, which is fine:");
      report.additions().forEach(addition -> text.append("\n  " + addition));
    }
    return text.toString();
  }

  /** The same for programs. */
  static Json page(GateReport report) {
    ObjectNode page =
        JSON.createObjectNode()
            .put("passed", report.passed())
            .put("instances", report.instances())
            .put("events", report.events())
            .put("all", report.all())
            .put("millis", report.took().toMillis())
            .put("text", of(report));
    report
        .commands()
        .ifPresent(
            commands ->
                page.putObject("commands")
                    .put("decided", commands.decided())
                    .put("left", commands.left()));
    ObjectNode counts = page.putObject("counts");
    report.counts().forEach((kind, count) -> counts.put(title(kind), count));
    ArrayNode findings = page.putArray("findings");
    report
        .findings()
        .forEach(
            finding ->
                findings
                    .addObject()
                    .put("kind", title(finding.kind()))
                    .put("where", finding.where())
                    .put("text", finding.text()));
    ArrayNode additions = page.putArray("additions");
    report.additions().forEach(additions::add);
    return Json.of(page.toString());
  }

  private static String title(Finding.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
