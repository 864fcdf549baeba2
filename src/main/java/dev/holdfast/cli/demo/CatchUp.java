package dev.holdfast.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.CommandFailed;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until every service has heard of every observation: a station is answered once its report
 * is on disk, and messages bring it to the others after that.
 *
 * <p>Invariant: what it asks are the routes of the app, so what it has seen everybody sees.
 */
final class CatchUp {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Weather weather;
  private final Terminal terminal;
  private final Duration patience;
  private final Set<Companion> companions;

  /** Gives up on a service that takes longer. */
  CatchUp(Weather weather, Terminal terminal, Duration patience, Set<Companion> companions) {
    this.weather = weather;
    this.terminal = terminal;
    this.patience = patience;
    this.companions = companions;
  }

  /** One thing to be seen at a service. */
  @FunctionalInterface
  private interface Check {
    boolean isSeen() throws IOException;
  }

  /**
   * A check with what it is about, for people.
   *
   * @param what such as {@code hourly/seattle}
   */
  private record Awaited(String what, Check check) {}

  void await(Map<String, List<Observation>> stations) throws IOException {
    var all = new ArrayList<Awaited>();
    stations.forEach((station, observations) -> add(all, station, observations));
    if (companions.contains(Companion.NOTIFY)) {
      all.add(new Awaited("notify", () -> weather.behind(Weather.NOTIFIER) == 0));
    }
    long start = System.nanoTime();
    for (Awaited one : all) {
      await(one);
    }
    terminal
        .err()
        .printf(
            Locale.ROOT,
            "holdfast: all services have heard of all of them, %d ms later%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private void await(Awaited one) throws IOException {
    long start = System.nanoTime();
    while (!one.check().isSeen()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new IOException(one.what() + " has not heard of all observations");
      }
      pause();
    }
  }

  private void add(List<Awaited> all, String station, List<Observation> observations) {
    if (observations.isEmpty()) {
      return;
    }
    Instant newest = observations.getLast().time();
    all.add(
        new Awaited(
            "current/" + station,
            () -> weather.reportedUntil(station).filter(it -> !it.isBefore(newest)).isPresent()));
    all.add(
        new Awaited(
            "alerts/" + station, () -> reaches(weather.alerts(station).orElseThrow(), newest)));
    if (companions.contains(Companion.COMFORT)) {
      all.add(new Awaited("comfort/" + station, () -> feels(station, newest)));
    }
    var days = new TreeMap<Integer, Integer>();
    boolean hours = false;
    for (Observation one : observations) {
      JsonNode date = one.report().path("date");
      if (date.isMissingNode()) {
        hours = true;
      } else {
        days.merge(LocalDate.parse(date.asText()).getYear(), 1, Integer::sum);
      }
    }
    if (hours) {
      all.add(new Awaited("hourly/" + station, () -> hasHour(station, newest)));
    }
    days.forEach(
        (year, count) ->
            all.add(
                new Awaited("history/" + station + "-" + year, () -> has(station, year, count))));
  }

  private static boolean reaches(JsonNode alerts, Instant newest) {
    JsonNode known = alerts.path("newest");
    return known.isTextual() && !Instant.parse(known.asText()).isBefore(newest);
  }

  private boolean feels(String station, Instant newest) throws IOException {
    return weather
        .comfort(station)
        .filter(it -> !Instant.parse(it.path("time").asText()).isBefore(newest))
        .isPresent();
  }

  /** A station that reports hours reports nothing else here, so its newest report is one. */
  private boolean hasHour(String station, Instant newest) throws IOException {
    for (JsonNode hour : weather.hours(station).orElseThrow()) {
      if (!Instant.parse(hour.path("time").asText()).isBefore(newest)) {
        return true;
      }
    }
    return false;
  }

  private boolean has(String station, int year, int days) throws IOException {
    return weather.year(station, year).filter(it -> it.path("days").asInt() >= days).isPresent();
  }

  static void pause() {
    try {
      new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(ExitCode.FAILED, "The demo was interrupted.", e);
    }
  }
}
