package dev.holdfast.sdk.examples;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** An entity that is fed by a topic. */
@Service("hourly")
@Allow("anyone")
public record Hourly(@Query @Route("GET /weather/{id}/hours") Map<Instant, Hour> hours)
    implements Entity<Hourly, Hourly.Event> {
  public record Hour(int count, double sum, double min, double max) {
    Hour plus(Hour o) {
      return new Hour(count + o.count, sum + o.sum, Math.min(min, o.min), Math.max(max, o.max));
    }
  }

  public sealed interface Event {}

  public record Measured(Instant time, double celsius) implements Event {}

  public Hourly() {
    this(Map.of());
  }

  @OnTopic("observations")
  Effect<Void> measure(WeatherStation.Observation observation) {
    return persist(new Measured(observation.time(), observation.celsius()));
  }

  @Override
  public Hourly apply(Event event) {
    return switch (event) {
      case Measured(Instant time, double celsius) -> {
        var hour = time.truncatedTo(ChronoUnit.HOURS);
        var next = new TreeMap<>(hours);
        next.merge(hour, new Hour(1, celsius, celsius, celsius), Hour::plus);
        next.headMap(hour.minus(Duration.ofHours(47))).clear();
        yield new Hourly(next);
      }
    };
  }
}
