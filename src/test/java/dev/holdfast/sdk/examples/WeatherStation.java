package dev.holdfast.sdk.examples;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import java.time.Instant;
import java.util.Optional;

/** An entity whose one field is its answer. */
@Service("weather-station")
@Allow("anyone")
public record WeatherStation(
    @Query @Route("GET /weather/{id}/current") Optional<Observation> current)
    implements Entity<WeatherStation, WeatherStation.Event> {
  public record Observation(Instant time, double celsius, double rainMillimetres) {}

  public sealed interface Event {}

  public record Observed(Observation observation) implements Event {}

  public WeatherStation() {
    this(Optional.empty());
  }

  @Route("POST /weather/{id}/observations")
  Effect<Void> observe(Observation observation) {
    boolean late = current.filter(latest -> !observation.time().isAfter(latest.time())).isPresent();
    if (late) return reply();
    return persist(new Observed(observation)).publish("observations", observation);
  }

  @Override
  public WeatherStation apply(Event event) {
    return switch (event) {
      case Observed(Observation observation) -> new WeatherStation(Optional.of(observation));
    };
  }
}
