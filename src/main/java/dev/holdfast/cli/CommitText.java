package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import java.io.PrintStream;

/**
 * One commit for people.
 *
 * <pre>
 * 12  2026-01-31T10:00:00Z  add
 *     Added {"amount":5}
 *     -> audit/a1 note {"amount":5}
 *     /value: 7 -> 12
 * </pre>
 */
final class CommitText {
  /** What a line of a change shows of a large value. */
  private static final int LONGEST_VALUE = 80;

  private CommitText() {}

  static void print(JsonNode commit, PrintStream out) {
    String caller = commit.path("caller").path("name").asText();
    String handler = commit.path("handler").asText();
    out.println(
        commit.path("sequence").asText()
            + "  "
            + commit.path("time").asText()
            + "  "
            + (handler.isEmpty() ? "(timer)" : handler)
            + (caller.isEmpty() ? "" : "  by " + caller));
    for (JsonNode event : commit.path("events")) {
      out.println("    " + event.path("type").asText() + " " + JsonText.line(event.path("data")));
    }
    OutboxText.print(commit, out);
    for (JsonNode change : commit.path("diff")) {
      out.println("    " + change(change));
    }
  }

  private static String change(JsonNode change) {
    String from = change.has("from") ? value(change.path("from")) : "nothing";
    String to = change.has("value") ? value(change.path("value")) : "nothing";
    return change.path("path").asText() + ": " + from + " -> " + to;
  }

  static String value(JsonNode value) {
    String text = JsonText.line(value);
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
