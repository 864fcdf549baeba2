package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import java.util.Locale;

/** How things look on one line. */
final class Texts {
  /** What a line shows of a large value. */
  private static final int LONGEST = 80;

  private static final int MINUTE = 60;

  private Texts() {}

  static String instance(JsonNode row) {
    return row.path("service").asText() + "/" + row.path("id").asText();
  }

  static String problem(JsonNode row) {
    JsonNode problem = row.path("problem");
    return cut(problem.path("code").asText() + ": " + problem.path("detail").asText());
  }

  /** The way a message came. */
  static String way(JsonNode row) {
    String lane = row.path("lane").asText();
    return lane.isEmpty() ? "send" : lane;
  }

  static String value(JsonNode value) {
    return cut(JsonText.line(value));
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  static String seconds(double seconds) {
    return seconds < MINUTE
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / MINUTE);
  }
}
