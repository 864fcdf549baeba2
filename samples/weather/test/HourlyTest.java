package weather;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HourlyTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void itKeepsTheLast48Hours() {
    var hourly = new Hourly();
    for (int hour = 0; hour < 60; hour++) {
      hourly = hourly.apply(measured(Duration.ofHours(hour), hour));
    }
    var kept = new TreeSet<>(hourly.hours().keySet());
    assertEquals(48, kept.size());
    assertEquals(MIDNIGHT.plus(Duration.ofHours(12)), kept.first());
    assertEquals(MIDNIGHT.plus(Duration.ofHours(59)), kept.last());
  }

  @Test
  void aNewerReportOfTheSameHourTakesItsPlace() {
    var hourly =
        new Hourly()
            .apply(measured(Duration.ofMinutes(15), 4.0))
            .apply(measured(Duration.ofMinutes(30), 4.5));
    assertEquals(List.of(4.5), hourly.hours().values().stream().map(Report.Hour::celsius).toList());
  }

  private static Hourly.Measured measured(Duration since, double celsius) {
    return new Hourly.Measured(new Report.Hour(MIDNIGHT.plus(since), celsius, 1013, 2));
  }
}
