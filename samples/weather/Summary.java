package weather;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What some days amount to; a day's mean is halfway between its high and its low. */
public record Summary(
    int days,
    double meanCelsius,
    Extreme hottest,
    Extreme coldest,
    double rainMillimetres,
    int daysOfRain) {
  /** A record temperature and the first day that reached it. */
  public record Extreme(LocalDate date, double celsius) {}

  /** Nothing to say about no days. */
  static Optional<Summary> of(List<Report.Day> days) {
    if (days.isEmpty()) {
      return Optional.empty();
    }
    // In order of their dates, so that of equal days the first is found.
    var byDate = days.stream().sorted(comparing(Report.Day::date)).toList();
    var hottest = Collections.min(byDate, comparingDouble(day -> -day.highCelsius()));
    var coldest = Collections.min(byDate, comparingDouble(Report.Day::lowCelsius));
    var means = days.stream().mapToDouble(day -> (day.highCelsius() + day.lowCelsius()) / 2);
    return Optional.of(
        new Summary(
            days.size(),
            oneDecimal(means.average().orElseThrow()),
            new Extreme(hottest.date(), hottest.highCelsius()),
            new Extreme(coldest.date(), coldest.lowCelsius()),
            oneDecimal(days.stream().mapToDouble(Report.Day::rainMillimetres).sum()),
            (int) days.stream().filter(day -> day.rainMillimetres() > 0).count()));
  }

  private static double oneDecimal(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
