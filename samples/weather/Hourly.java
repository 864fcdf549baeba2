package weather;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
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
@Allow("anyone")
public record Hourly(@Query @Route("GET /weather/{station}/hours") Map<Instant, Report.Hour> hours)
    implements Entity<Hourly, Hourly.Measured> {
  private static final Duration WINDOW = Duration.ofHours(48);
  private static final Report.Hour NOTHING = new Report.Hour(Instant.MIN, 0, 0, 0);

  public record Measured(Report.Hour report) {}

  public Hourly() {
    this(Map.of());
  }

  /** The newest report of an hour stands for it. */
  Effect<Void> measure(Report.Hour report) {
    var known = hours.getOrDefault(hourOf(report), NOTHING);
    return report.time().isAfter(known.time()) ? persist(new Measured(report)) : reply();
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
