package dev.holdfast.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.TaughtNode;
import dev.holdfast.cli.TaughtNode.Reply;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObservationsTest {
  /** As the service answered for one city, with {@code timeformat=unixtime}. */
  private static final String ANSWER =
      """
      {"latitude":47.595562,"longitude":-122.32443,"generationtime_ms":0.0469,
       "utc_offset_seconds":0,"timezone":"GMT","timezone_abbreviation":"GMT","elevation":59.0,
       "current_units":{"time":"unixtime","interval":"seconds","temperature_2m":"°C",
         "pressure_msl":"hPa","wind_speed_10m":"m/s"},
       "current":{"time":1767226500,"interval":900,"temperature_2m":4.3,"pressure_msl":1021.4,
         "wind_speed_10m":1.35}}
      """;

  @Test
  void theRecordedOnesAreAllThereInOrderAndWithKeysOfTheirOwn() throws IOException {
    Map<String, List<Observation>> stations =
        new RecordedObservations(Path.of("samples/weather/data")).read();
    assertEquals(Set.of("new-york", "seattle", "seattle-normal"), stations.keySet());
    assertEquals(1461, stations.getOrDefault("seattle", List.of()).size());
    assertEquals(1461, stations.getOrDefault("new-york", List.of()).size());
    assertEquals(8759, stations.getOrDefault("seattle-normal", List.of()).size());
    for (List<Observation> station : stations.values()) {
      List<Instant> times = station.stream().map(Observation::time).toList();
      assertEquals(times.stream().distinct().sorted().toList(), times);
      assertEquals(
          station.size(),
          station.stream().map(Observation::key).collect(Collectors.toSet()).size());
    }
    assertEquals(
        "{\"type\":\"Day\",\"date\":\"2012-01-02\",\"highCelsius\":10.6,\"lowCelsius\":2.8,"
            + "\"rainMillimetres\":10.9,\"windMetresPerSecond\":4.5,\"sky\":\"RAIN\"}",
        JsonText.line(stations.getOrDefault("seattle", List.of()).get(1).report()));
  }

  @Test
  void theWeatherRightNowIsAskedForCityByCity() throws IOException {
    try (var service = new TaughtNode(_ -> Reply.json(ANSWER))) {
      var stations = new OpenMeteo(service.url()).read();
      assertEquals(7, stations.size());
      var recorded = new RecordedObservations(Path.of("samples/weather/data")).read().keySet();
      assertTrue(java.util.Collections.disjoint(recorded, stations.keySet()), "names are shared");
      Observation seattle = stations.getOrDefault("seattle-now", List.of()).getFirst();
      assertEquals(Instant.parse("2026-01-01T00:15:00Z"), seattle.time());
      assertEquals(
          "{\"type\":\"Hour\",\"time\":\"2026-01-01T00:15:00Z\",\"celsius\":4.3,"
              + "\"hectopascals\":1021.4,\"windMetresPerSecond\":1.35}",
          JsonText.line(seattle.report()));
      assertEquals(
          "/v1/forecast?latitude=47.61&longitude=-122.33"
              + "&current=temperature_2m,pressure_msl,wind_speed_10m"
              + "&wind_speed_unit=ms&timeformat=unixtime",
          service.requests().getFirst().path());
    }
  }

  @Test
  void anAnswerOfAnotherShapeIsNotGuessedAt() throws IOException {
    try (var service = new TaughtNode(_ -> Reply.json("{\"current\":{\"time\":\"now\"}}"))) {
      var failure = assertThrows(IOException.class, () -> new OpenMeteo(service.url()).read());
      assertEquals("open-meteo answered 200 without current.time", failure.getMessage());
    }
  }
}
