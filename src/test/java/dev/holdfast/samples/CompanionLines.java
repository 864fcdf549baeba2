package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** What the parts of the weather app in other languages must say of the recorded weather. */
final class CompanionLines {
  private static final List<String> STATIONS = List.of("new-york", "seattle");

  private CompanionLines() {}

  static void assertComfortIsRight(List<JsonNode> lines) throws Exception {
    var recorded = RecordedWeather.read();
    assertEquals(3, of(lines, "comfort").count());
    for (String station : STATIONS) {
      var days = recorded.of(station, "").days();
      JsonNode line = of(lines, "comfort", station);
      var last = days.getLast();
      double wind = last.wind().doubleValue();
      assertFelt(last.low().doubleValue(), wind, line.at("/comfort/coldest"));
      assertFelt(last.high().doubleValue(), wind, line.at("/comfort/warmest"));
      double week = mean(days.subList(days.size() - 7, days.size()));
      double month = mean(days.subList(days.size() - 30, days.size()));
      assertEquals(week, line.at("/trend/weekCelsius").asDouble(), 0.06);
      assertEquals(month, line.at("/trend/monthCelsius").asDouble(), 0.06);
      String tendency = week - month >= 1 ? "WARMING" : week - month <= -1 ? "COOLING" : "STEADY";
      assertEquals(tendency, line.at("/trend/tendency").asText());
    }
    assertFalse(of(lines, "comfort", "seattle-normal").at("/trend/tendency").isMissingNode());
  }

  /** One for each beginning and each end; returns how many. */
  static long assertNotificationsAreRight(List<JsonNode> lines) throws Exception {
    var recorded = RecordedWeather.read();
    long all = 0;
    for (String station : STATIONS) {
      var days = recorded.of(station, "");
      long expected =
          DemoTest.kinds().values().stream()
              .mapToLong(so -> 2L * days.spells(so) - (days.lastSpell(so).isPresent() ? 1 : 0))
              .sum();
      JsonNode line = of(lines, "notifications", station);
      assertEquals(expected, line.path("sent").asLong());
      assertEquals(expected, line.at("/delivered/times").asLong());
      all += expected;
    }
    assertEquals(2, of(lines, "notifications").count());
    return all;
  }

  private static void assertFelt(double celsius, double wind, JsonNode felt) {
    double power = Math.pow(wind * 3.6, 0.16);
    boolean chill = celsius <= 10 && wind * 3.6 > 4.8;
    double expected =
        chill ? 13.12 + 0.6215 * celsius - 11.37 * power + 0.3965 * celsius * power : celsius;
    assertEquals(expected, felt.path("celsius").asDouble(), 0.06);
    assertEquals(chill ? "WIND_CHILL" : "AIR", felt.path("index").asText());
  }

  private static double mean(List<RecordedWeather.Day> days) {
    return days.stream()
        .mapToDouble(day -> (day.high().doubleValue() + day.low().doubleValue()) / 2)
        .average()
        .orElseThrow();
  }

  private static Stream<JsonNode> of(List<JsonNode> lines, String answer) {
    return lines.stream().filter(line -> line.path("answer").asText().equals(answer));
  }

  private static JsonNode of(List<JsonNode> lines, String answer, String station) {
    return of(lines, answer)
        .filter(line -> line.path("station").asText().equals(station))
        .findFirst()
        .orElseThrow();
  }
}
