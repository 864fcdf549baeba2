package dev.holdfast.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Node;
import dev.holdfast.cli.TaughtNode;
import dev.holdfast.cli.TaughtNode.Reply;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it, on a real node with a real journal. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path WEATHER = Path.of("samples/weather");

  @TempDir private Path data = Path.of("");

  @Test
  void itsAnswersAreRightAndTheNextStartRecoversThem() throws Exception {
    Program.Ran first = demo("--json");
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.err().contains("its journal is empty"), first.err());
    assertTrue(first.err().contains("11,681 of 11,681 (100 %)"), first.err());
    assertYearsAreRight(first.lines());
    assertAlertsAreRight(first.lines());
    CompanionLines.assertComfortIsRight(first.lines());
    long told = CompanionLines.assertNotificationsAreRight(first.lines());
    String webhooks = "got %d webhooks, %d of them different".formatted(told, told);
    assertTrue(first.err().contains(webhooks), first.err());

    Program.Ran second = demo();
    assertEquals(0, second.exitCode(), second.err());
    // Whoever listens has moved since; each station says where to, before and after.
    long commits = 46_724 + 11_681 + 3 + 3 + 2 * told;
    String recovered =
        "its journal holds 110 instances with %,d commits to recover from".formatted(commits);
    assertTrue(second.err().contains(recovered), second.err());
    assertTrue(second.err().contains("got 0 webhooks"), second.err());
    assertTrue(second.err().contains("all 11,681 observations are known already"), second.err());
    var rows = rows();
    rows.add("seattle +frost +\\d+ +2015-12-31T00:00:00Z");
    for (String row : rows) {
      assertTrue(second.out().lines().anyMatch(line -> line.strip().matches(row)), row);
    }
    assertOtherCommandsSeeTheSame();
  }

  @Test
  void withoutNodeAndPythonTheRestRunsOnTheWeatherRightNow() throws Exception {
    Path settings = data.resolve("demo.conf");
    Files.writeString(
        settings, "holdfast.runtimes.process { node = no-node-here, python = /no/python/here }");
    String answer =
        """
        {"current":{"time":1767226500,"temperature_2m":4.3,"pressure_msl":1021.4,
         "wind_speed_10m":1.35}}
        """;
    try (var service = new TaughtNode(_ -> Reply.json(answer))) {
      Program.Ran ran =
          demo(
              "--config",
              settings.toString(),
              "--source",
              "open-meteo",
              "--open-meteo-url",
              service.url().toString(),
              "--json");
      assertEquals(0, ran.exitCode(), ran.err());
      assertEquals(7, ran.lines().size());
      JsonNode report = ran.lines().getFirst().path("report");
      assertEquals("2026-01-01T00:15:00Z", report.path("time").asText());
      assertEquals(4.3, report.path("celsius").asDouble());
      var without = ran.err().lines().filter(line -> line.startsWith("holdfast: without")).toList();
      assertEquals(
          List.of(
              "holdfast: without weather-comfort (comfort index and trends): /no/python/here cannot"
                  + " be started (setting holdfast.runtimes.process.python)",
              "holdfast: without weather-notify (webhooks for alerts): no-node-here cannot"
                  + " be started (setting holdfast.runtimes.process.node)"),
          without);
    }
  }

  private static void assertYearsAreRight(List<JsonNode> lines) throws Exception {
    var recorded = RecordedWeather.read();
    int years = 0;
    for (JsonNode line : lines) {
      if (line.path("answer").asText().equals("year")) {
        years++;
        var days = recorded.of(line.path("station").asText(), line.path("year").asText());
        assertSummary(days, line.path("summary"));
      }
    }
    assertEquals(8, years);
    assertEquals(3, lines.stream().filter(it -> it.has("report")).count());
  }

  /** What the recorded days amount to as alerts: days in a row are one. */
  private static void assertAlertsAreRight(List<JsonNode> lines) throws Exception {
    var recorded = RecordedWeather.read();
    Map<String, Predicate<RecordedWeather.Day>> kinds = kinds();
    var expected = new ArrayList<String>();
    for (String station : List.of("new-york", "seattle")) {
      var days = recorded.of(station, "");
      kinds.forEach(
          (kind, so) -> {
            if (days.spells(so) > 0) {
              String since = days.lastSpell(so).map(Instant::toString).orElse("");
              expected.add("%s %s %d %s".formatted(station, kind, days.spells(so), since));
            }
          });
    }
    assertEquals(
        expected,
        lines.stream()
            .filter(line -> line.path("answer").asText().equals("alert"))
            .map(
                line ->
                    "%s %s %s %s"
                        .formatted(
                            line.path("station").asText(),
                            line.path("alert").asText(),
                            line.path("times").asText(),
                            line.path("activeSince").asText()))
            .toList());
  }

  static Map<String, Predicate<RecordedWeather.Day>> kinds() {
    Map<String, Predicate<RecordedWeather.Day>> kinds = new TreeMap<>();
    kinds.put("FROST", day -> day.low().signum() < 0);
    kinds.put("HEAT", day -> day.high().compareTo(new BigDecimal("32")) >= 0);
    kinds.put("STORM", day -> day.wind().compareTo(new BigDecimal("10.8")) >= 0);
    return kinds;
  }

  private static void assertSummary(RecordedWeather days, JsonNode summary) {
    assertEquals(days.days().size(), summary.path("days").asInt());
    assertEquals(days.mean().doubleValue(), summary.path("meanCelsius").asDouble());
    assertEquals(days.rain().doubleValue(), summary.path("rainMillimetres").asDouble());
    assertEquals(days.daysOfRain(), summary.path("daysOfRain").asLong());
    assertEquals(days.hottest().date(), summary.path("hottest").path("date").asText());
    assertEquals(
        days.hottest().high().doubleValue(), summary.path("hottest").path("celsius").asDouble());
    assertEquals(days.coldest().date(), summary.path("coldest").path("date").asText());
    assertEquals(
        days.coldest().low().doubleValue(), summary.path("coldest").path("celsius").asDouble());
  }

  /** The rows of the table as they must be, as patterns that leave the widths open. */
  private static List<String> rows() throws Exception {
    var rows = new ArrayList<String>();
    var recorded = RecordedWeather.read();
    for (String station : List.of("seattle", "new-york")) {
      for (int year = 2012; year <= 2015; year++) {
        var days = recorded.of(station, String.valueOf(year));
        var cells =
            List.of(
                station,
                year,
                days.days().size(),
                days.mean(),
                days.hottest().date(),
                days.hottest().high(),
                days.coldest().date(),
                days.coldest().low(),
                days.rain(),
                days.daysOfRain());
        rows.add(String.join(" +", cells.stream().map(cell -> cell + "").toList()));
      }
    }
    return rows;
  }

  private void assertOtherCommandsSeeTheSame() throws Exception {
    RunningNode node = Node.start(NodeOptions.embedded(data, 0, List.of(WEATHER)));
    try {
      String url = node.url().toString();
      Program.Ran month =
          Program.run(
              "call",
              "climate/-",
              "month",
              "{\"station\":\"seattle\",\"month\":\"2012-07\"}",
              "--url",
              url);
      var recorded = RecordedWeather.read();
      assertSummary(recorded.of("seattle", "2012-07"), JSON.readTree(month.out()));

      Program.Ran past =
          Program.run("state", "history/seattle-2012-07", "--at", "12", "--json", "--url", url);
      JsonNode days = JSON.readTree(past.out()).path("state").path("days");
      assertEquals(12, days.size());
      assertEquals("2012-07-12", days.path(11).path("date").asText());

      Program.Ran followed =
          Program.run(
              "events",
              "hourly/seattle-normal",
              "--follow",
              "--from",
              "8757",
              "--limit",
              "3",
              "--json",
              "--url",
              url);
      assertEquals(
          List.of(8757L, 8758L, 8759L),
          followed.lines().stream().map(line -> line.path("sequence").asLong()).toList());
      assertEquals(
          "2010-12-31T23:00:00Z",
          followed.lines().getLast().at("/events/0/data/report/time").asText());

      Program.Ran hours = Program.run("call", "hourly/seattle-normal", "hours", "--url", url);
      assertEquals(48, JSON.readTree(hours.out()).size());

      Program.Ran never =
          Program.run(
              "call", "climate/-", "year", "{\"station\":\"seattle\",\"year\":1999}", "--url", url);
      assertEquals(3, never.exitCode());
    } finally {
      node.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  private Program.Ran demo(String... more) {
    var args = new ArrayList<>(List.of("demo", "--once", "--port", "0", "--data"));
    args.add(data.toString());
    args.addAll(List.of(more));
    return Program.run(args.toArray(String[]::new));
  }
}
