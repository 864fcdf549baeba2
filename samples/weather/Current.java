package weather;

import static dev.holdfast.sdk.Call.command;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Rejection;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import java.util.Optional;

/** The weather at one station right now: the newest report it sent. */
@Service("current")
@Allow("anyone")
public record Current(@Query @Route("GET /weather/{station}/current") Optional<Report> current)
    implements Entity<Current, Current.Reported> {
  public record Reported(Report report) {}

  public enum Problem implements Rejection {
    IMPOSSIBLE_WEATHER
  }

  public Current() {
    this(Optional.empty());
  }

  /** A late report still belongs to the past, but does not become the present. */
  @Route("POST /weather/{station}/reports")
  Effect<Void> report(Report report, Context context) {
    if (report instanceof Report.Day day && day.highCelsius() < day.lowCelsius()) {
      return reject(Problem.IMPOSSIBLE_WEATHER, "The high is below the low.");
    }
    passOn(report, context);
    boolean late = current.filter(newest -> !report.time().isAfter(newest.time())).isPresent();
    return late ? reply() : persist(new Reported(report));
  }

  /**
   * The one place where services wait for each other: a plain call until the platform delivers
   * durable sends. It may run twice, so both receivers recognise what they already know.
   */
  private static void passOn(Report report, Context context) {
    Call<Void> call =
        switch (report) {
          case Report.Hour hour -> command(Hourly.class, context.id(), Hourly::measure, hour);
          case Report.Day day ->
              command(History.class, History.id(context.id(), day.date()), History::add, day);
        };
    context.call(call);
  }

  @Override
  public Current apply(Reported event) {
    return new Current(Optional.of(event.report()));
  }
}
