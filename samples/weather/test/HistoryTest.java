package weather;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2012, 7, 1);
  private static final Report.Day COOL = day(FIRST, 20.0, 10.0, 1.5);
  private static final Report.Day HOT = day(FIRST.plusDays(1), 30.0, 11.0, 0);
  private static final Report.Day HOT_AGAIN = day(FIRST.plusDays(2), 30.0, 10.0, 0.5);

  @Test
  void daysAreInOrderHoweverTheyCome() {
    var history =
        new History()
            .apply(new History.DayAdded(HOT))
            .apply(new History.DayAdded(COOL))
            .apply(new History.DayAdded(HOT_AGAIN));
    assertEquals(List.of(COOL, HOT, HOT_AGAIN), history.days());
    assertEquals("seattle-2012-07", History.id("seattle", FIRST));
  }

  @Test
  void aSummaryNamesTheFirstDayOfARecord() {
    var summary = Summary.of(List.of(COOL, HOT, HOT_AGAIN)).orElseThrow();
    assertEquals(new Summary.Extreme(HOT.date(), 30.0), summary.hottest());
    assertEquals(new Summary.Extreme(COOL.date(), 10.0), summary.coldest());
    assertEquals(18.5, summary.meanCelsius());
    assertEquals(2.0, summary.rainMillimetres());
    assertEquals(2, summary.daysOfRain());
    assertEquals(3, summary.days());
  }

  @Test
  void noDaysHaveNoSummary() {
    assertEquals(Optional.empty(), Summary.of(List.of()));
  }

  private static Report.Day day(LocalDate date, double high, double low, double rain) {
    return new Report.Day(date, high, low, rain, 2, Report.Sky.SUN);
  }
}
