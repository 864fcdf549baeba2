package weather;

import static dev.holdfast.sdk.Call.command;
import static dev.holdfast.sdk.Call.query;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.testing.World;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClimateTest {
  private static final LocalDate FIRST = LocalDate.of(2012, 7, 1);

  private final World world = World.of(Climate.class, History.class);

  @Test
  void aSummaryNamesTheFirstDayOfARecord() {
    tell("2012-07", day(FIRST.plusDays(2), 30, 10, 0.5));
    tell("2012-07", day(FIRST, 20, 10, 1.5));
    tell("2012-07", day(FIRST.plusDays(1), 30, 11, 0));
    assertEquals(
        Optional.of(
            new Summary(
                3,
                18.5,
                new Summary.Extreme(FIRST.plusDays(1), 30),
                new Summary.Extreme(FIRST, 10),
                2.0,
                2)),
        month("2012-07"));
  }

  @Test
  void aYearIsPutTogetherFromItsMonths() {
    tell("2012-07", day(FIRST, 20, 10, 0));
    tell("2012-12", day(LocalDate.of(2012, 12, 31), 2, -5, 0));
    tell("2013-01", day(LocalDate.of(2013, 1, 1), 1, -9, 0));
    var year = new Climate.Year("seattle", 2012);
    var summary = world.call(query(Climate.class, "", Climate::year, year)).orElseThrow();
    assertEquals(2, summary.days());
    assertEquals(-5, summary.coldest().celsius());
  }

  @Test
  void thereIsNothingToSayAboutNoDays() {
    assertEquals(Optional.empty(), month("2012-07"));
  }

  private Optional<Summary> month(String month) {
    var asked = new Climate.Month("seattle", month);
    return world.call(query(Climate.class, "", Climate::month, asked));
  }

  private void tell(String month, Report.Day day) {
    world.call(command(History.class, "seattle-" + month, History::add, day));
  }

  private static Report.Day day(LocalDate date, double high, double low, double rain) {
    return new Report.Day(date, high, low, rain, 2, Report.Sky.SUN);
  }
}
