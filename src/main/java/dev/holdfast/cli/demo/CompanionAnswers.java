package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What the parts in other languages answer, as tables for people or as lines of JSON. */
record CompanionAnswers(Weather weather, Printed printed) {
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
        if (printed.json()) {
          printed.line("comfort", station, both(comfort.get(), trend));
        }
      }
    }
    printed.table(table);
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
        if (printed.json()) {
          printed.line("notifications", station, fields.set("delivered", delivered.path(station)));
        }
      }
    }
    printed.table(table);
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
}
