package dev.holdfast.samples;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The recorded days, read and summed up with decimal arithmetic and nothing of the platform or of
 * the sample: what the demo's answers are held against.
 */
record RecordedWeather(List<Day> days) {
  record Day(String station, String date, BigDecimal high, BigDecimal low, BigDecimal rain) {}

  static RecordedWeather read() throws IOException {
    return new RecordedWeather(
        Files.readAllLines(Path.of("samples/weather/data/days.csv")).stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .map(
                cells ->
                    new Day(
                        cells[0],
                        cells[1],
                        new BigDecimal(cells[2]),
                        new BigDecimal(cells[3]),
                        new BigDecimal(cells[4])))
            .toList());
  }

  /** The days of a station whose date begins so: a year, a month. */
  RecordedWeather of(String station, String period) {
    return new RecordedWeather(
        days.stream()
            .filter(day -> day.station().equals(station) && day.date().startsWith(period))
            .toList());
  }

  BigDecimal mean() {
    BigDecimal sum = sum(Day::high).add(sum(Day::low));
    return sum.divide(BigDecimal.valueOf(2L * days.size()), 1, RoundingMode.HALF_UP);
  }

  BigDecimal rain() {
    return sum(Day::rain);
  }

  long daysOfRain() {
    return days.stream().filter(day -> day.rain().signum() > 0).count();
  }

  /** The first day that was as hot as the hottest. */
  Day hottest() {
    Day hottest = days.getFirst();
    for (Day day : days) {
      if (day.high().compareTo(hottest.high()) > 0) {
        hottest = day;
      }
    }
    return hottest;
  }

  Day coldest() {
    Day coldest = days.getFirst();
    for (Day day : days) {
      if (day.low().compareTo(coldest.low()) < 0) {
        coldest = day;
      }
    }
    return coldest;
  }

  private BigDecimal sum(Function<Day, BigDecimal> of) {
    return days.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
