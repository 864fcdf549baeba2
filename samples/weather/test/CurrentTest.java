package weather;

import static dev.holdfast.sdk.Call.command;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.testing.Scenario;
import dev.holdfast.sdk.testing.World;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrentTest {
  private static final LocalDate DATE = LocalDate.of(2012, 7, 1);
  private static final Instant MIDNIGHT = Instant.parse("2012-07-02T00:00:00Z");
  private static final Report.Day DAY = new Report.Day(DATE, 25, 15, 0, 2, Report.Sky.SUN);
  private static final Report.Hour HOUR = new Report.Hour(MIDNIGHT.plusSeconds(60), 16, 1013, 2);

  /** One service by hand: what it sends and publishes stays where the test can see it. */
  @Test
  void impossibleWeatherIsRefused() {
    Scenario.of(Current.class)
        .when(Current::report, new Report.Day(DATE, 5, 6, 0, 2, Report.Sky.SUN))
        .rejected(Current.Problem.IMPOSSIBLE_WEATHER);
  }

  @Test
  void aReportIsPublishedWithItsStation() {
    Scenario.of(Current.class)
        .when(Current::report, HOUR)
        .published("observations", new Observation("test", HOUR))
        .persisted();
  }

  @Test
  void aDayIsKeptAndSentToItsMonth() {
    Scenario.of(Current.class)
        .when(Current::observe, new Observation("seattle", DAY))
        .persisted(new Current.Reported(DAY))
        .sent(command(History.class, "seattle-2012-07", History::add, DAY))
        .and()
        .ask(Current::current)
        .replied(Optional.of(DAY));
  }

  /** Several services that really talk. */
  @Test
  void aLateReportBelongsToThePastButIsNotThePresent() {
    var world = World.of(Current.class, Hourly.class, History.class);
    world.call(command(Current.class, "seattle", Current::report, HOUR));
    world.call(command(Current.class, "seattle", Current::report, DAY));
    world.call(command(Current.class, "seattle", Current::report, DAY));
    assertEquals(new Current(Optional.of(HOUR)), world.state(Current.class, "seattle"));
    assertEquals(new Hourly(Map.of(MIDNIGHT, HOUR)), world.state(Hourly.class, "seattle"));
    assertEquals(new History(List.of(DAY)), world.state(History.class, "seattle-2012-07"));
  }

  /** Any order in which a platform may deliver, and every handler tried twice, for some seeds. */
  @Test
  void theOrderInWhichServicesHearOfReportsDoesNotMatter() {
    for (int seed = 0; seed < 20; seed++) {
      var world = World.of(Current.class, Hourly.class, History.class, Alerts.class).seed(seed);
      world.call(command(Current.class, "seattle", Current::report, DAY));
      world.call(command(Current.class, "seattle", Current::report, HOUR));
      assertEquals(new Current(Optional.of(HOUR)), world.state(Current.class, "seattle"));
      assertEquals(new History(List.of(DAY)), world.state(History.class, "seattle-2012-07"));
      assertEquals(
          new Alerts(Optional.of(HOUR.time()), Map.of()), world.state(Alerts.class, "seattle"));
    }
  }
}
