package weather;

import static dev.holdfast.sdk.Call.query;

import dev.holdfast.sdk.Allow;
import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Query;
import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Extremes, means and totals of a month or a year, put together from the history. */
@Service("climate")
@Allow("anyone")
public record Climate() implements Stateless {
  /** A month such as {@code 2012-07}. */
  public record Month(String station, String month) {}

  public record Year(String station, int year) {}

  @Query
  @Route("GET /weather/{station}/history/{month}")
  Optional<Summary> month(Month asked, Context context) {
    return Summary.of(days(asked, context));
  }

  @Query
  @Route("GET /weather/{station}/years/{year}")
  Optional<Summary> year(Year asked, Context context) {
    var days = new ArrayList<Report.Day>();
    for (int month = 1; month <= 12; month++) {
      var name = "%04d-%02d".formatted(asked.year(), month);
      days.addAll(days(new Month(asked.station(), name), context));
    }
    return Summary.of(days);
  }

  private static List<Report.Day> days(Month asked, Context context) {
    var id = asked.station() + "-" + asked.month();
    return context.call(query(History.class, id, History::days));
  }
}
