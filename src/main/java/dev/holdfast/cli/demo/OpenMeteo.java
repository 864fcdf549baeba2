package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weather right now at some cities, from the public service of open-meteo.com.
 *
 * <p>Invariant: its stations are not those of the recorded observations. A station takes only what
 * is newer than what it knows, so one report of today would shut out the recorded years.
 */
record OpenMeteo(URI base) implements Observations {
  static final String PUBLIC = "https://api.open-meteo.com";

  /** How often the service has something new to say. */
  static final Duration EVERY = Duration.ofMinutes(15);

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A city and where it lies; texts, because they go into an address as they are. */
  private record City(String station, String latitude, String longitude) {}

  private static final List<City> CITIES =
      List.of(
          new City("seattle-now", "47.61", "-122.33"),
          new City("new-york-now", "40.71", "-74.01"),
          new City("london-now", "51.51", "-0.13"),
          new City("berlin-now", "52.52", "13.41"),
          new City("nairobi-now", "-1.29", "36.82"),
          new City("tokyo-now", "35.69", "139.69"),
          new City("sydney-now", "-33.87", "151.21"));

  @Override
  public Map<String, List<Observation>> read() throws IOException {
    var stations = new TreeMap<String, List<Observation>>();
    try (var client = new Client(base, TIMEOUT)) {
      for (City city : CITIES) {
        stations.put(city.station(), List.of(observation(city, client.get(path(city), Map.of()))));
      }
    }
    return stations;
  }

  private static String path(City city) {
    return "/v1/forecast?latitude="
        + city.latitude()
        + "&longitude="
        + city.longitude()
        + "&current=temperature_2m,pressure_msl,wind_speed_10m"
        + "&wind_speed_unit=ms&timeformat=unixtime";
  }

  private static Observation observation(City city, Answer answer) throws IOException {
    JsonNode current = answer.ok() ? answer.json().path("current") : JsonText.object();
    for (String field : List.of("time", "temperature_2m", "pressure_msl", "wind_speed_10m")) {
      if (!current.path(field).isNumber()) {
        throw new IOException(
            "open-meteo answered " + answer.status() + " without current." + field);
      }
    }
    Instant time = Instant.ofEpochSecond(current.path("time").longValue());
    ObjectNode report = JsonText.object().put("type", "Hour").put("time", time.toString());
    report.set("celsius", current.path("temperature_2m"));
    report.set("hectopascals", current.path("pressure_msl"));
    report.set("windMetresPerSecond", current.path("wind_speed_10m"));
    return new Observation(
        city.station(), time, "open-meteo/" + city.station() + "/" + time, report);
  }
}
