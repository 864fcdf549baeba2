package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the services answer once they are fed, as tables for people or as lines of JSON. */
record Answers(Weather weather, Printed printed) {
  private static final int FIRST_YEAR = 2012;
  private static final int LAST_YEAR = 2015;

  /** One row a station and year that has a history. */
  void years(Collection<String> stations) throws IOException {
    var table =
        new Table(
            "station",
            "year",
            "days",
            "mean °C",
            "hottest",
            "°C",
            "coldest",
            "°C",
            "rain mm",
            "days of rain");
    for (String station : stations) {
      for (int year : IntStream.rangeClosed(FIRST_YEAR, LAST_YEAR).toArray()) {
        var answer = weather.year(station, year);
        if (answer.isPresent()) {
          year(table, station, year, answer.get());
        }
      }
    }
    printed.table(table);
  }

  /** One row a station: the newest thing it reported. */
  void current(Collection<String> stations) throws IOException {
    var table = new Table("station", "reported", "what", "wind m/s");
    for (String station : stations) {
      var answer = weather.current(station);
      if (answer.isPresent()) {
        current(table, station, answer.get());
      }
    }
    printed.table(table);
  }

  /** One row a station and kind of alert: how often it began, and since when it goes on. */
  void alerts(Collection<String> stations) throws IOException {
    var table = new Table("station", "alert", "times", "active since");
    var times = new HashMap<String, Map<String, Integer>>();
    for (JsonNode notice : weather.notices()) {
      if (notice.path("begins").asBoolean()) {
        times
            .computeIfAbsent(notice.path("station").asText(), _ -> new TreeMap<>())
            .merge(notice.path("kind").asText(), 1, Integer::sum);
      }
    }
    for (String station : stations) {
      JsonNode active = weather.alerts(station).orElseThrow().path("active");
      times
          .getOrDefault(station, Map.of())
          .forEach((kind, count) -> alert(table, station, kind, count, active.path(kind)));
    }
    printed.table(table);
  }

  private void alert(Table table, String station, String kind, int times, JsonNode active) {
    String since = active.path("since").asText();
    if (printed.json()) {
      var fields = JsonText.object().put("alert", kind).put("times", times);
      printed.line("alert", station, since.isEmpty() ? fields : fields.put("activeSince", since));
      return;
    }
    table.row(station, kind.toLowerCase(Locale.ROOT), String.valueOf(times), since);
  }

  private void year(Table table, String station, int year, JsonNode answer) {
    if (printed.json()) {
      printed.line("year", station, JsonText.object().put("year", year).set("summary", answer));
      return;
    }
    JsonNode hottest = answer.path("hottest");
    JsonNode coldest = answer.path("coldest");
    table.row(
        station,
        String.valueOf(year),
        answer.path("days").asText(),
        answer.path("meanCelsius").asText(),
        hottest.path("date").asText(),
        hottest.path("celsius").asText(),
        coldest.path("date").asText(),
        coldest.path("celsius").asText(),
        answer.path("rainMillimetres").asText(),
        answer.path("daysOfRain").asText());
  }

  private void current(Table table, String station, JsonNode answer) {
    if (printed.json()) {
      printed.line("current", station, JsonText.object().set("report", answer));
      return;
    }
    boolean day = answer.has("date");
    String what =
        day
            ? answer.path("lowCelsius").asText()
                + " to "
                + answer.path("highCelsius").asText()
                + " °C, "
                + answer.path("sky").asText().toLowerCase(Locale.ROOT)
            : answer.path("celsius").asText()
                + " °C, "
                + answer.path("hectopascals").asText()
                + " hPa";
    table.row(
        station,
        answer.path(day ? "date" : "time").asText(),
        what,
        answer.path("windMetresPerSecond").asText());
  }
}
