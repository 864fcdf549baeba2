package dev.holdfast.cli.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.drills.load.Percentiles;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What the drills found, as a table for people or as JSON for programs. */
final class DrillReport {
  private final List<Finding> findings;

  DrillReport(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  boolean isKept() {
    return findings.stream().noneMatch(finding -> finding.mark() == Mark.MISSED);
  }

  void print(PrintStream out) {
    var table =
        new Table(
            "drill",
            "what",
            "bound",
            "reached",
            "",
            "calls",
            "failed",
            "unknown",
            "p50/p99/max ms before",
            "from then on");
    for (Finding finding : findings) {
      boolean calls = finding.before().calls() + finding.during().calls() > 0;
      table.row(
          finding.drill(),
          finding.what(),
          finding.bound(),
          finding.reached(),
          finding.mark().text(),
          calls ? Long.toString(finding.counts().acknowledged()) : "",
          calls ? Long.toString(finding.counts().failed()) : "",
          calls ? Long.toString(finding.counts().unknown()) : "",
          text(finding.before()),
          text(finding.during()));
    }
    table.print(out);
    for (Finding finding : findings) {
      new TreeMap<>(finding.counts().reasons())
          .forEach((reason, count) -> out.println(finding.what() + ": " + count + " x " + reason));
    }
  }

  private static String text(Percentiles some) {
    return some.calls() == 0
        ? ""
        : String.format(Locale.ROOT, "%.1f/%.1f/%.0f", some.p50(), some.p99(), some.max());
  }

  JsonNode json() {
    ObjectNode all = JsonText.object();
    all.put("kept", isKept());
    ArrayNode rows = all.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode row = rows.addObject();
      row.put("drill", finding.drill());
      row.put("what", finding.what());
      row.put("bound", finding.bound());
      row.put("reached", finding.reached());
      row.put("mark", finding.mark().text());
      row.put("acknowledged", finding.counts().acknowledged());
      row.put("failed", finding.counts().failed());
      row.put("unknown", finding.counts().unknown());
      row.put("attemptsAgain", finding.counts().again());
      ObjectNode reasons = row.putObject("reasons");
      new TreeMap<>(finding.counts().reasons()).forEach(reasons::put);
      put(row.putObject("before"), finding.before());
      put(row.putObject("during"), finding.during());
    }
    return all;
  }

  private static void put(ObjectNode into, Percentiles some) {
    into.put("calls", some.calls());
    into.put("p50Millis", some.p50());
    into.put("p99Millis", some.p99());
    into.put("maxMillis", some.max());
  }
}
