package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What the parts in other languages answer, as tables for people or as lines of JSON. */
record CompanionAnswers(Weather weather, Terminal terminal, boolean json) {
  /** One row a station: how it feels, and where its temperature is going. */
  void comfort(Collection<String> stations) throws IOException {
    var table = new Table("station", "feels like °C", "stress", "7 days °C", "30 days °C", "trend");
    for (String station : stations) {
      Optional<JsonNode> comfort = weather.comfort(station);
      JsonNode trend = weather.trend(station).orElse(JsonText.object());
      if (comfort.isPresent()) {
        JsonNode coldest = comfort.get().path("coldest");
        JsonNode warmest = comfort.get().path("warmest");
        table.row(
            station,
            span(felt(coldest), felt(warmest)),
            span(words(coldest.path("stress")), words(warmest.path("stress"))),
            trend.path("weekCelsius").asText(),
            trend.path("monthCelsius").asText(),
            words(trend.path("tendency")));
        line("comfort", station, both(comfort.get(), trend));
      }
    }
    print(table);
  }

  /** One row a station that anything was sent of. */
  void notifications(Collection<String> stations) throws IOException {
    var table = new Table("station", "notifications", "delivered", "newest");
    JsonNode delivered = weather.delivered();
    for (String station : stations) {
      long sent = weather.sent(station);
      if (sent > 0) {
        String times = String.valueOf(delivered.path(station).path("times").asLong());
        String newest = delivered.path(station).path("newest").asText();
        table.row(station, String.valueOf(sent), times, newest);
        var fields = JsonText.object().put("sent", sent);
        line("notifications", station, fields.set("delivered", delivered.path(station)));
      }
    }
    print(table);
  }

  private static ObjectNode both(JsonNode comfort, JsonNode trend) {
    var both = JsonText.object();
    both.set("comfort", comfort);
    return trend.isEmpty() ? both : both.set("trend", trend);
  }

  /** In an hour it feels one way. */
  private static String span(String from, String to) {
    return from.equals(to) ? from : from + " to " + to;
  }

  private static String felt(JsonNode felt) {
    String chill = felt.path("index").asText().equals("WIND_CHILL") ? " (wind chill)" : "";
    return felt.path("celsius").asText() + chill;
  }

  private static String words(JsonNode constant) {
    return constant.asText().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void line(String answer, String station, JsonNode fields) {
    if (json) {
      var line = JsonText.object().put("answer", answer).put("station", station);
      fields.properties().forEach(field -> line.set(field.getKey(), field.getValue()));
      terminal.out().println(JsonText.line(line));
    }
  }

  private void print(Table table) {
    if (!json && !table.isEmpty()) {
      table.print(terminal.out());
      terminal.out().println();
    }
  }
}
