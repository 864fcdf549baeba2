package weather;

import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.OnTopic;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import java.util.Optional;

/** The weather at one station right now: the newest report it sent. */
@Service("current")
public record Current(
    @Query @Allow("anyone") @Route("GET /weather/{station}/current") Optional<Report> current)
    implements Entity<Current, Current.Reported> {
  public record Reported(Report report) {}

  public enum Problem implements Rejection {
    IMPOSSIBLE_WEATHER
  }

  public Current() {
    this(Optional.empty());
  }

  /** The way in over HTTP. Everybody who listens hears of it, this service like the others. */
  @Allow("anyone")
  @Route("POST /weather/{station}/reports")
  Effect<Void> report(Report report, Context context) {
    if (report instanceof Report.Day day && day.highCelsius() < day.lowCelsius()) {
      return reject(Problem.IMPOSSIBLE_WEATHER, "The high is below the low.");
    }
    return reply().publish(Observation.TOPIC, new Observation(context.id(), report));
  }

  /** A late report does not become the present, but its day still belongs to the past. */
  @OnTopic(value = Observation.TOPIC, id = "{station}", start = "beginning")
  Effect<Void> observe(Observation observation) {
    Report report = observation.report();
    boolean late = current.filter(newest -> !report.time().isAfter(newest.time())).isPresent();
    Effect<Void> effect = late ? reply() : persist(new Reported(report));
    return switch (report) {
      case Report.Hour _ -> effect;
      case Report.Day day -> {
        var month = History.id(observation.station(), day.date());
        yield effect.send(command(History.class, month, History::add, day));
      }
    };
  }

  @Override
  public Current apply(Reported event) {
    return new Current(Optional.of(event.report()));
  }
}
