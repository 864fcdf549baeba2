package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The observations in {@code samples/weather/data}: days and hours of three stations. */
record RecordedObservations(Path folder) implements Observations {
  private static final List<String> DAY_NUMBERS =
      List.of("highCelsius", "lowCelsius", "rainMillimetres", "windMetresPerSecond");
  private static final List<String> HOUR_NUMBERS =
      List.of("celsius", "hectopascals", "windMetresPerSecond");

  @Override
  public Map<String, List<Observation>> read() throws IOException {
    var stations = new TreeMap<String, List<Observation>>();
    try (Stream<String> days = Files.lines(folder.resolve("days.csv"));
        Stream<String> hours = Files.lines(folder.resolve("hours.csv"))) {
      Stream.concat(
              days.skip(1).map(RecordedObservations::day),
              hours.skip(1).map(RecordedObservations::hour))
          .forEach(one -> stations.computeIfAbsent(one.station(), _ -> new ArrayList<>()).add(one));
    }
    stations.values().forEach(list -> list.sort(Comparator.comparing(Observation::time)));
    return stations;
  }

  private static Observation day(String row) {
    String[] cells = cells(row, 7);
    ObjectNode report = JsonText.object().put("type", "Day").put("date", cells[1]);
    putNumbers(report, DAY_NUMBERS, cells);
    report.put("sky", cells[6].toUpperCase(Locale.ROOT));
    Instant end = LocalDate.parse(cells[1]).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    return observation(cells, end, report);
  }

  private static Observation hour(String row) {
    String[] cells = cells(row, 5);
    ObjectNode report = JsonText.object().put("type", "Hour").put("time", cells[1]);
    putNumbers(report, HOUR_NUMBERS, cells);
    return observation(cells, Instant.parse(cells[1]), report);
  }

  private static Observation observation(String[] cells, Instant time, ObjectNode report) {
    return new Observation(cells[0], time, "recorded/" + cells[0] + "/" + cells[1], report);
  }

  private static void putNumbers(ObjectNode report, List<String> names, String[] cells) {
    for (int i = 0; i < names.size(); i++) {
      report.put(names.get(i), new BigDecimal(cells[i + 2]));
    }
  }

  private static String[] cells(String row, int count) {
    String[] cells = row.split(",", -1);
    if (cells.length != count) {
      throw new IllegalStateException(
          "expected " + count + " columns, found " + Arrays.toString(cells));
    }
    return cells;
  }
}
