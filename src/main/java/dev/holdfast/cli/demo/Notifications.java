package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.Terminal;
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
  void subscribe(Collection<String> stations, URI receiver) throws IOException {
    for (String station : stations) {
      weather.subscribe(station, receiver);
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
