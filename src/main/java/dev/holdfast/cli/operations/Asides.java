package dev.holdfast.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Table;
import java.io.PrintStream;

/** Receivers whose messages were set aside. */
final class Asides {
  private Asides() {}

  static void print(JsonNode asides, PrintStream out) {
    var table = new Table("set aside", "since", "way", "from", "tries", "problem");
    for (JsonNode row : asides) {
      table.row(
          row.path("receiver").asText(),
          row.path("since").asText(),
          Texts.way(row),
          row.path("from").asText(),
          row.path("tries").asText(),
          Texts.problem(row));
    }
    if (!table.isEmpty()) {
      out.println();
      table.print(out);
    }
  }
}
