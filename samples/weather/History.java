package weather;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Service;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One month at one station, day by day. A day is one commit, so {@code ?at=12} is the 12th. */
@Service("history")
public record History(@Query List<Report.Day> days) implements Entity<History, History.DayAdded> {
  public record DayAdded(Report.Day day) {}

  public History() {
    this(List.of());
  }

  /** The instance that holds a day, such as {@code seattle-2012-07}. */
  static String id(String station, LocalDate day) {
    return station + "-" + YearMonth.from(day);
  }

  /** A day is written once, however often it is told. */
  Effect<Void> add(Report.Day day) {
    boolean known = days.stream().anyMatch(other -> other.date().equals(day.date()));
    return known ? reply() : persist(new DayAdded(day));
  }

  @Override
  public History apply(DayAdded event) {
    return new History(
        Stream.concat(days.stream(), Stream.of(event.day()))
            .sorted(Comparator.comparing(Report.Day::date))
            .toList());
  }
}
