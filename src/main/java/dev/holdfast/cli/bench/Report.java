package dev.holdfast.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as a table for people or as JSON for programs. */
final class Report {
  private static final String BOUND = " (bound: 1.5 ms)";
  private static final String HEAD =
      "%-9s %-17s %5s %6s %9s %8s %8s %8s %7s %9s %9s %8s%n"
          .formatted(
              "server",
              "work",
              "keys",
              "conns",
              "calls/s",
              "p50 ms",
              "p90 ms",
              "p99 ms",
              "errors",
              "of const",
              "x node",
              "cpu us");

  private final Results results;
  private final String baseline;

  /**
   * @param baseline the server that the others are compared with, or empty
   */
  Report(Results results, String baseline) {
    this.results = results;
    this.baseline = baseline;
  }

  String table() {
    var text = new StringBuilder(HEAD);
    for (Case which : results.cases()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-9s %-17s %5s %6d %9.0f %8.2f %8.2f %8.2f %7d %9s %9s %8.1f%n",
              which.server(),
              which.work().title(),
              which.keys() == 0 ? "" : Integer.toString(which.keys()),
              which.connections(),
              perSecond(which),
              percentile(which, 0.5),
              percentile(which, 0.9),
              percentile(which, 0.99),
              results.sum(which, Measured::errors),
              ratio(which, which.constant()),
              ratio(which, which.at(baseline)),
              results.median(which, Results.Run::serverMicros)));
    }
    return text.append(added()).toString();
  }

  /** What it costs that an instance lives on another node; empty where there is only one. */
  private String added() {
    var text = new StringBuilder();
    for (Case which : results.cases()) {
      double millis = addedMillis(which);
      if (!Double.isNaN(millis)) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s, %d keys, %d connections: elsewhere takes %+.2f ms at the median%s%n",
                which.work().title(),
                which.keys(),
                which.connections(),
                millis,
                which.work() == Case.Work.HALF ? BOUND : ""));
      }
    }
    return text.toString();
  }

  private double addedMillis(Case which) {
    return which.work().adds()
        ? results.difference(
            which.with(which.work().elsewhere()),
            which.with(which.work().here()),
            run -> run.measured().latencies().percentileMillis(0.5))
        : Double.NaN;
  }

  String json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Case which : results.cases()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("server", which.server());
      row.put("work", which.work().name().toLowerCase(Locale.ROOT));
      row.put("keys", which.keys());
      row.put("connections", which.connections());
      row.put("perSecond", perSecond(which));
      row.put("p50Millis", percentile(which, 0.5));
      row.put("p90Millis", percentile(which, 0.9));
      row.put("p99Millis", percentile(which, 0.99));
      row.put("errors", results.sum(which, Measured::errors));
      putRatio(row, "ofConstant", results.ratio(which, which.constant()));
      putRatio(row, "timesBaseline", results.ratio(which, which.at(baseline)));
      putRatio(row, "addedMillisElsewhere", addedMillis(which));
      row.put("serverCpuMicros", results.median(which, Results.Run::serverMicros));
      row.put("generatorCpuMicros", generator(which));
      rows.add(row);
    }
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and strings have a JSON form", e);
    }
  }

  private double perSecond(Case which) {
    return results.median(which, run -> run.measured().perSecond());
  }

  private double percentile(Case which, double share) {
    return results.median(which, run -> run.measured().latencies().percentileMillis(share));
  }

  private double generator(Case which) {
    return results.median(which, run -> run.measured().generatorMicros());
  }

  private String ratio(Case which, Case against) {
    double ratio = results.ratio(which, against);
    return Double.isNaN(ratio) || which.equals(against)
        ? ""
        : String.format(Locale.ROOT, "%.2f", ratio);
  }

  private static void putRatio(Map<String, Object> row, String name, double ratio) {
    if (!Double.isNaN(ratio)) {
      row.put(name, ratio);
    }
  }
}
