package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Answer;
import dev.holdfast.cli.client.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;

/**
 * The alerts on their way out: the demo listens to every station, like a user who has subscribed.
 *
 * <p>Where its receiver is differs from run to run, and what is parked stays so: a run waits only
 * for as long as something still arrives.
 */
record Notifications(Weather weather, Terminal terminal, Duration quiet) {
  private static final int MOST_TRIES = 8;

  void subscribe(Collection<String> stations, URI receiver) throws IOException {
    for (String station : stations) {
      subscribe(station, receiver);
    }
  }

  /** It is the first command of all, and whoever subscribes twice is told once. */
  private void subscribe(String station, URI receiver) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Answer answer = weather.subscribe(station, receiver);
      if (answer.ok()) {
        return;
      }
      boolean later = answer.status() == 429 || answer.status() >= 500;
      if (attempt == MOST_TRIES || !later) {
        throw new IOException("notify/" + station + " answered " + Refusal.of(answer).text());
      }
      CatchUp.pause();
    }
  }

  /** Waits until what was sent is delivered. */
  void await(Collection<String> stations) throws IOException {
    long delivered = -1;
    long since = System.nanoTime();
    while (true) {
      long sent = 0;
      for (String station : stations) {
        sent += weather.sent(station);
      }
      long now = 0;
      for (JsonNode station : weather.delivered()) {
        now += station.path("times").asLong();
      }
      if (now >= sent) {
        return;
      }
      if (now > delivered) {
        delivered = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > quiet.toNanos()) {
        terminal
            .err()
            .printf("holdfast: %,d notifications are on their way or parked%n", sent - now);
        return;
      }
      CatchUp.pause();
    }
  }
}
