package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.JsonText;

/** How answers are told: as tables for people, or as lines of JSON. */
record Printed(Terminal terminal, boolean json) {
  void line(String answer, String station, JsonNode fields) {
    var line = JsonText.object().put("answer", answer).put("station", station);
    fields.properties().forEach(field -> line.set(field.getKey(), field.getValue()));
    terminal.out().println(JsonText.line(line));
  }

  void table(Table table) {
    if (!json && !table.isEmpty()) {
      table.print(terminal.out());
      terminal.out().println();
    }
  }
}
