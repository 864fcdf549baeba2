package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.client.Refusal;
import java.io.IOException;
import java.net.URI;
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
  /** The subscription by which the notifier hears of alerts. */
  static final String NOTIFIER = "notify.tell.alerts";

  private static final String LISTENER = "demo";

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

  Optional<JsonNode> comfort(String station) throws IOException {
    return ask(Client.path("weather", station, "comfort"));
  }

  /** Empty until there are days enough. */
  Optional<JsonNode> trend(String station) throws IOException {
    return ask(Client.path("weather", station, "trend"));
  }

  /**
   * From now on each alert of a station is told to this address; the whole answer, because a busy
   * node may be asked again.
   */
  Answer subscribe(String station, URI receiver) throws IOException {
    var listener = JsonText.object().put("name", LISTENER).put("url", receiver.toString());
    return client.post(
        Client.path("v1", "services", "notify", station, "subscribe"),
        JsonText.line(listener).getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  /** How many notifications of a station were sent to the demo, in all its runs. */
  long sent(String station) throws IOException {
    return ask(Client.path("v1", "services", "notify", station, "listeners"))
        .map(listeners -> listeners.path(LISTENER).asLong())
        .orElse(0L);
  }

  /** What of it has reached the demo, each station with {@code times} and the {@code newest}. */
  JsonNode delivered() throws IOException {
    return ask(Client.path("v1", "services", "listener", LISTENER, "delivered")).orElseThrow();
  }

  /** Commits that a subscription has not heard of yet. */
  long behind(String subscription) throws IOException {
    return ask(Client.path("v1", "subscriptions", subscription))
        .orElseThrow()
        .path("behind")
        .asLong();
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
