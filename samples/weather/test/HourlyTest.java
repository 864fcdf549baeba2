package weather;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.testing.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HourlyTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  private final Scenario<Hourly> hourly = Scenario.of(Hourly.class);

  @Test
  void itKeepsTheLast48Hours() {
    for (int hour = 0; hour < 60; hour++) {
      var report = report(Duration.ofHours(hour), hour);
      hourly.when(Hourly::measure, observed(report)).persisted(new Hourly.Measured(report));
    }
    var kept = new TreeSet<>(hourly.state().hours().keySet());
    assertEquals(48, kept.size());
    assertEquals(MIDNIGHT.plus(Duration.ofHours(12)), kept.first());
    assertEquals(MIDNIGHT.plus(Duration.ofHours(59)), kept.last());
  }

  @Test
  void theNewestReportOfAnHourStandsForItHoweverOftenTheyCome() {
    var early = report(Duration.ofMinutes(15), 4.0);
    var late = report(Duration.ofMinutes(30), 4.5);
    hourly.when(Hourly::measure, observed(early)).persisted(new Hourly.Measured(early));
    hourly.when(Hourly::measure, observed(late)).persisted(new Hourly.Measured(late));
    hourly.when(Hourly::measure, observed(late)).persisted();
    hourly.when(Hourly::measure, observed(early)).persisted();
    assertEquals(List.of(late), List.copyOf(hourly.state().hours().values()));
  }

  @Test
  void anHourThatIsLateIsKeptUnlessItIsOlderThanTheWindow() {
    hourly.given(new Hourly.Measured(report(Duration.ofHours(60), 1)));
    var inside = report(Duration.ofHours(13), 2);
    hourly.when(Hourly::measure, observed(inside)).persisted(new Hourly.Measured(inside));
    hourly.when(Hourly::measure, observed(report(Duration.ofHours(12), 3))).persisted();
  }

  private static Hourly.OfHour observed(Report.Hour report) {
    return new Hourly.OfHour("test", report);
  }

  private static Report.Hour report(Duration since, double celsius) {
    return new Report.Hour(MIDNIGHT.plus(since), celsius, 1013, 2);
  }
}
