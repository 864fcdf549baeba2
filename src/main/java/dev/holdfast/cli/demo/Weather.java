package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.client.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of the weather app, over HTTP like everybody else. */
record Weather(Client client) {
  /** Up to when a station has reported, as its service knows it. */
  Optional<Instant> reportedUntil(String station) throws IOException {
    return current(station)
        .map(
            report ->
                report.has("date")
                    ? LocalDate.parse(report.path("date").asText())
                        .plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                    : Instant.parse(report.path("time").asText()));
  }

  Optional<JsonNode> current(String station) throws IOException {
    return ask(Client.path("weather", station, "current"));
  }

  Optional<JsonNode> year(String station, int year) throws IOException {
    return ask(Client.path("weather", station, "years", String.valueOf(year)));
  }

  Optional<JsonNode> month(String station, String month) throws IOException {
    return ask(Client.path("weather", station, "history", month));
  }

  Optional<JsonNode> hours(String station) throws IOException {
    return ask(Client.path("weather", station, "hours"));
  }

  Optional<JsonNode> alerts(String station) throws IOException {
    return ask(Client.path("weather", station, "alerts"));
  }

  /** Every alert that began or ended, as the topic has them. */
  List<JsonNode> notices() throws IOException {
    var notices = new ArrayList<JsonNode>();
    String cursor = "";
    while (true) {
      String query = cursor.isEmpty() ? "" : "&cursor=" + cursor;
      JsonNode page =
          ask(Client.path("v1", "topics", "alerts") + "?limit=500" + query).orElseThrow();
      page.path("messages").forEach(message -> notices.add(message.path("payload")));
      String next = page.path("cursor").asText();
      if (next.equals(cursor)) {
        return notices;
      }
      cursor = next;
    }
  }

  /** The whole answer, because a busy node may be asked again. */
  Answer send(Observation observation) throws IOException {
    return client.post(
        Client.path("weather", observation.station(), "reports"),
        JsonText.line(observation.report()).getBytes(StandardCharsets.UTF_8),
        Map.of("Idempotency-Key", observation.key()));
  }

  /** What a question was answered; empty when there is nothing to tell yet. */
  private Optional<JsonNode> ask(String path) throws IOException {
    Answer answer = client.get(path, Map.of());
    if (answer.ok()) {
      return Optional.of(answer.json()).filter(json -> !json.isNull());
    }
    if (answer.status() == 404) {
      return Optional.empty();
    }
    throw new IOException(path + " was answered " + Refusal.of(answer).text());
  }
}
