package weather;

import static dev.holdfast.sdk.Call.command;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.testing.Scenario;
import dev.holdfast.sdk.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weather.Alerts.Alert;
import weather.Alerts.Kind;
import weather.Alerts.Notice;

class AlertsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Scenario<Alerts> alerts = Scenario.of(Alerts.class);
  private final World world = World.of(Current.class, Alerts.class);

  @Test
  void frostBeginsOnceAndLastsWhileItIsConfirmed() {
    alerts
        .when(Alerts::observe, observed(hour(0, -1)))
        .published("alerts", new Notice("test", Kind.FROST, true, NOON))
        .scheduled("FROST", Alerts.HOLDS, command(Alerts.class, "test", Alerts::end, Kind.FROST));
    alerts.when(Alerts::observe, observed(hour(5, -2)));
    alerts.when(Alerts::observe, observed(hour(10, 3)));
    assertEquals(Map.of(Kind.FROST, new Alert(NOON, hours(5))), alerts.state().active());
  }

  @Test
  void aReportEndsWhatNoneHasConfirmedForLong() {
    alerts.when(Alerts::observe, observed(hour(0, -1)));
    alerts.when(Alerts::observe, observed(hour(29, 3)));
    assertEquals(Set.of(Kind.FROST), alerts.state().active().keySet());
    alerts
        .when(Alerts::observe, observed(hour(30, 3)))
        .published("alerts", new Notice("test", Kind.FROST, false, hours(30)))
        .cancelled("FROST");
    assertEquals(Map.of(), alerts.state().active());
  }

  @Test
  void whatComesBackAfterLongBeginsAnew() {
    alerts.when(Alerts::observe, observed(hour(0, -1)));
    alerts
        .when(Alerts::observe, observed(hour(48, -1)))
        .published("alerts", new Notice("test", Kind.FROST, false, hours(48)))
        .published("alerts", new Notice("test", Kind.FROST, true, hours(48)));
    assertEquals(Map.of(Kind.FROST, new Alert(hours(48), hours(48))), alerts.state().active());
  }

  @Test
  void aDayMayBringSeveral() {
    var date = LocalDate.of(2026, 1, 1);
    alerts.when(Alerts::observe, observed(new Report.Day(date, 35, -1, 0, 11, Report.Sky.FOG)));
    assertEquals(Set.of(Kind.FROST, Kind.HEAT, Kind.STORM), alerts.state().active().keySet());
  }

  @Test
  void aLateReportChangesNothing() {
    alerts.when(Alerts::observe, observed(hour(0, 3)));
    alerts.when(Alerts::observe, observed(hour(-1, -3))).persisted().replied();
    assertEquals(new Alerts(Optional.of(NOON), Map.of()), alerts.state());
  }

  /** Where no more reports come, the clock decides. */
  @Test
  void aStationThatSaysNoMoreLosesItsAlertsAndFallsSilent() {
    report(hour(0, -1));
    world.advance(Alerts.HOLDS.minusSeconds(1));
    assertEquals(Set.of(Kind.FROST), active());
    world.advance(Duration.ofSeconds(1));
    assertEquals(Set.of(), active());
    world.advance(Alerts.SILENCE.minus(Alerts.HOLDS));
    assertEquals(Set.of(Kind.SILENT), active());
    report(hour(60, 3));
    assertEquals(Set.of(), active());
  }

  @Test
  void whoeverReportsInTimeIsNotSilent() {
    for (int day = 0; day < 5; day++) {
      report(hour(24 * day, -1));
      world.advance(Duration.ofHours(24));
      assertEquals(Set.of(Kind.FROST), active());
    }
  }

  private void report(Report report) {
    world.call(command(Current.class, "oslo", Current::report, report));
  }

  private Set<Kind> active() {
    return world.state(Alerts.class, "oslo").active().keySet();
  }

  private static Observation observed(Report report) {
    return new Observation("test", report);
  }

  private static Report.Hour hour(int hours, double celsius) {
    return new Report.Hour(hours(hours), celsius, 1013, 2);
  }

  private static Instant hours(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }
}
