package dev.holdfast.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Table;
import java.io.PrintStream;
import java.util.Locale;

/** The answer to {@code GET /v1/cluster} for people: nodes, slices, and the busiest instances. */
public final class ClusterTables {
  private static final long SECOND = 1_000;

  private final JsonNode report;
  private final PrintStream out;

  public ClusterTables(JsonNode report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  public void print() {
    members();
    out.println();
    out.println(summary());
    hot();
  }

  private void members() {
    var table =
        new Table(
            "node",
            "state",
            "",
            "url",
            "version",
            "since",
            "beat",
            "instances",
            "slices",
            "moving");
    for (JsonNode member : report.path("members")) {
      table.row(
          member.path("node").asText(),
          member.path("state").asText(),
          member.path("oldest").asBoolean() ? "oldest" : "",
          text(member.path("url")),
          text(member.path("version")),
          text(member.path("since")),
          member.has("heartbeatAgeMillis") ? age(member.path("heartbeatAgeMillis").asLong()) : "-",
          text(member.path("residents")),
          text(member.path("slices")),
          text(member.path("handOffs")));
    }
    table.print(out);
  }

  private String summary() {
    JsonNode slices = report.path("slices");
    var line = new StringBuilder();
    line.append(slices.path("count").asInt()).append(" slices, ");
    if (slices.has("owned")) {
      line.append(slices.path("owned").asInt()).append(" owned, ");
      line.append(slices.path("unowned").asInt()).append(" not, ");
    } else {
      line.append("owners unknown: the database does not answer, ");
    }
    line.append(report.path("handOffs").asInt()).append(" being taken over");
    if (report.has("formation")) {
      line.append("; formation ").append(report.path("formation").asLong());
    }
    return line.toString();
  }

  private void hot() {
    if (report.path("hot").isEmpty()) {
      return;
    }
    out.println();
    var table = new Table("calls/s", "busiest instances", "node");
    for (JsonNode instance : report.path("hot")) {
      table.row(
          String.format(Locale.ROOT, "%.1f", instance.path("callsPerSecond").asDouble()),
          instance.path("service").asText() + "/" + instance.path("id").asText(),
          instance.path("node").asText());
    }
    table.print(out);
  }

  /** What a member has not told yet. */
  private static String text(JsonNode value) {
    return value.isMissingNode() ? "-" : value.asText();
  }

  /** A healthy one is below two seconds, so whole seconds would say nothing. */
  private static String age(long millis) {
    return millis < 10 * SECOND
        ? String.format(Locale.ROOT, "%.1f s", millis / (double) SECOND)
        : millis / SECOND + " s";
  }
}
