package dev.holdfast.samples;

import static java.time.ZoneOffset.UTC;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The recorded days, read and summed up with decimal arithmetic and nothing of the platform or of
 * the sample: what the demo's answers are held against.
 */
record RecordedWeather(List<Day> days) {
  record Day(
      String station,
      String date,
      BigDecimal high,
      BigDecimal low,
      BigDecimal rain,
      BigDecimal wind) {}

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
                        new BigDecimal(cells[4]),
                        new BigDecimal(cells[5])))
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

  /** How often it began to be so on days in a row; there is every day of a station. */
  int spells(Predicate<Day> so) {
    int spells = 0;
    boolean before = false;
    for (Day day : days) {
      boolean now = so.test(day);
      spells += now && !before ? 1 : 0;
      before = now;
    }
    return spells;
  }

  /** When the first day of the last spell ended, if that went on until the last day. */
  Optional<Instant> lastSpell(Predicate<Day> so) {
    Optional<Instant> first = Optional.empty();
    for (Day day : days.reversed()) {
      if (!so.test(day)) {
        return first;
      }
      first = Optional.of(LocalDate.parse(day.date()).plusDays(1).atStartOfDay().toInstant(UTC));
    }
    return first;
  }

  private BigDecimal sum(Function<Day, BigDecimal> of) {
    return days.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
