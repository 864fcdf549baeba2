package weather;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.sdk.testing.Scenario;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2012, 7, 1);

  private final Scenario<History> july = Scenario.of(History.class);

  @Test
  void daysAreInOrderHoweverTheyCome() {
    var first = day(FIRST);
    var second = day(FIRST.plusDays(1));
    july.when(History::add, second).persisted(new History.DayAdded(second));
    july.when(History::add, first).persisted(new History.DayAdded(first));
    july.ask(History::days).replied(List.of(first, second));
  }

  @Test
  void aDayIsWrittenOnceHoweverOftenItIsTold() {
    july.given(new History.DayAdded(day(FIRST)));
    july.when(History::add, day(FIRST)).persisted().replied();
  }

  @Test
  void anInstanceHoldsOneMonthOfOneStation() {
    assertEquals("seattle-2012-07", History.id("seattle", FIRST));
  }

  private static Report.Day day(LocalDate date) {
    return new Report.Day(date, 25, 15, 0, 2, Report.Sky.SUN);
  }
}
