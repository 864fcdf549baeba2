package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import java.io.PrintStream;

/** Tells of each check as it is done, a line each, and sums up. */
final class Report {
  private final PrintStream out;
  private final boolean json;
  private int ok;
  private int failed;
  private int skipped;

  Report(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void heard(Check check, Verdict verdict) {
    switch (verdict) {
      case Verdict.Ok _ -> ok++;
      case Verdict.Failed _ -> failed++;
      case Verdict.Skipped _ -> skipped++;
    }
    if (json) {
      out.println(JsonText.line(json(check, verdict)));
    } else {
      out.println(text(check, verdict));
    }
  }

  private static String text(Check check, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ok _ -> "ok       " + check.name();
      case Verdict.Skipped(String why) -> "skipped  " + check.name() + ": " + why;
      case Verdict.Failed(String request, String expected, String got) ->
          """
          FAILED   %s
              request:  %s
              expected: %s
              got:      %s"""
              .formatted(check.name(), request, expected, got);
    };
  }

  private static ObjectNode json(Check check, Verdict verdict) {
    ObjectNode line = JsonText.object().put("check", check.name());
    return switch (verdict) {
      case Verdict.Ok _ -> line.put("verdict", "ok");
      case Verdict.Skipped(String why) -> line.put("verdict", "skipped").put("why", why);
      case Verdict.Failed(String request, String expected, String got) ->
          line.put("verdict", "failed")
              .put("request", request)
              .put("expected", expected)
              .put("got", got);
    };
  }

  /** How many checks there were. */
  int size() {
    return ok + failed + skipped;
  }

  /** The last line; true if the function keeps to the protocol. */
  boolean summary() {
    if (json) {
      ObjectNode line = JsonText.object().put("ok", ok).put("failed", failed);
      out.println(JsonText.line(line.put("skipped", skipped)));
    } else {
      out.println();
      out.println("%d ok, %d failed, %d skipped".formatted(ok, failed, skipped));
    }
    return failed == 0;
  }
}
