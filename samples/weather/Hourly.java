package weather;

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

/** The last 48 hours at one station; follow its events to see each hour as it comes. */
@Service("hourly")
public record Hourly(
    @Query @Allow("anyone") @Route("GET /weather/{station}/hours") Map<Instant, Report.Hour> hours)
    implements Entity<Hourly, Hourly.Measured> {
  private static final Duration WINDOW = Duration.ofHours(48);

  public record Measured(Report.Hour report) {}

  /** An observation as the filter lets it through. */
  public record OfHour(String station, Report.Hour report) {}

  public Hourly() {
    this(Map.of());
  }

  /** The newest report of an hour stands for it; what is known or too old changes nothing. */
  @OnTopic(
      value = Observation.TOPIC,
      id = "{station}",
      filter = "/report/type == \"Hour\"",
      start = "beginning")
  Effect<Void> measure(OfHour observation) {
    Report.Hour report = observation.report();
    return isNews(report) ? persist(new Measured(report)) : reply();
  }

  private boolean isNews(Report.Hour report) {
    var hour = hourOf(report);
    if (hours.containsKey(hour)) {
      return report.time().isAfter(hours.get(hour).time());
    }
    return hours.keySet().stream().allMatch(other -> hour.isAfter(other.minus(WINDOW)));
  }

  @Override
  public Hourly apply(Measured event) {
    var next = new TreeMap<>(hours);
    next.put(hourOf(event.report()), event.report());
    next.headMap(next.lastKey().minus(WINDOW), true).clear();
    return new Hourly(next);
  }

  private static Instant hourOf(Report.Hour report) {
    return report.time().truncatedTo(ChronoUnit.HOURS);
  }
}
