package dev.holdfast.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a cron comes, above all where clocks are changed. */
class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Every time in a span of time, read forwards; and read backwards it must be the same. */
  private static List<String> times(String cron, ZoneId zone, String from, String to) {
    Cron parsed = Cron.parse(cron);
    var forwards = new ArrayList<String>();
    for (Optional<Instant> at = parsed.next(Instant.parse(from), zone);
        at.isPresent() && !at.get().isAfter(Instant.parse(to));
        at = parsed.next(at.get(), zone)) {
      forwards.add(at.get().toString());
    }
    var backwards = new ArrayList<String>();
    for (Optional<Instant> at = parsed.previousOrSame(Instant.parse(to), zone);
        at.isPresent() && at.get().isAfter(Instant.parse(from));
        at = parsed.previousOrSame(at.get().minusNanos(1), zone)) {
      backwards.addFirst(at.get().toString());
    }
    assertEquals(forwards, backwards, cron + " backwards");
    return forwards;
  }

  @Test
  void fiveFieldsAreMinutesAndSixBeginWithSeconds() {
    assertEquals(
        List.of("2026-01-31T10:15:00Z", "2026-01-31T10:30:00Z"),
        times("*/15 * * * *", ZoneOffset.UTC, "2026-01-31T10:00:00Z", "2026-01-31T10:44:59Z"));
    assertEquals(
        List.of("2026-01-31T10:00:20Z", "2026-01-31T10:00:40Z"),
        times("*/20 * * * * *", ZoneOffset.UTC, "2026-01-31T10:00:00Z", "2026-01-31T10:00:59Z"));
  }

  @Test
  void fractionsOfASecondAreNoDifference() {
    Cron cron = Cron.parse("0 10 * * *");
    Instant ten = Instant.parse("2026-01-31T10:00:00Z");
    assertEquals(Optional.of(ten), cron.next(ten.minusNanos(1), ZoneOffset.UTC));
    assertEquals(
        Optional.of(ten.plus(Duration.ofDays(1))), cron.next(ten.plusNanos(1), ZoneOffset.UTC));
    assertEquals(Optional.of(ten), cron.previousOrSame(ten.plusNanos(1), ZoneOffset.UTC));
    assertEquals(Optional.of(ten), cron.previousOrSame(ten, ZoneOffset.UTC));
    assertEquals(
        Optional.of(ten.minus(Duration.ofDays(1))),
        cron.previousOrSame(ten.minusNanos(1), ZoneOffset.UTC));
  }

  @Test
  void aTimeThatAClockLeavesOutComesWhenTheGapEnds() {
    assertEquals(
        List.of("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
        times("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", "2026-03-30T12:00:00Z"));
    // 02:15, 02:45 and 03:00 are one and the same moment: the end of the gap.
    assertEquals(
        List.of("2026-03-29T01:00:00Z", "2026-03-29T01:45:00Z"),
        times("0,45 3 * * *", BERLIN, "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"));
    assertEquals(
        List.of("2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z", "2026-03-29T01:45:00Z"),
        times("15,45 2,3 * * *", BERLIN, "2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"));
  }

  @Test
  void midnightMayBeMissing() {
    assertEquals(
        List.of("2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
        times(
            "0 0 * * *",
            ZoneId.of("America/Sao_Paulo"),
            "2018-11-03T00:00:00Z",
            "2018-11-05T12:00:00Z"));
  }

  @Test
  void aTimeThatAClockShowsTwiceComesTheFirstTimeOnly() {
    assertEquals(
        List.of("2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
        times("30 2 * * *", BERLIN, "2026-10-24T00:00:00Z", "2026-10-26T12:00:00Z"));
    assertEquals(
        Optional.of(Instant.parse("2026-10-25T00:50:00Z")),
        Cron.parse("50 2 * * *").previousOrSame(Instant.parse("2026-10-25T01:10:00Z"), BERLIN));
  }

  @Test
  void everyHourIsEveryHourThatPasses() {
    assertEquals(
        List.of("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
        times("30 * * * *", BERLIN, "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"));
    assertEquals(
        List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"),
        times("30 * * * *", BERLIN, "2026-10-25T00:00:00Z", "2026-10-25T03:00:00Z"));
  }

  @Test
  void aLeapDayComesInLeapYears() {
    assertEquals(
        List.of("2024-02-29T12:00:00Z", "2028-02-29T12:00:00Z", "2032-02-29T12:00:00Z"),
        times("0 12 29 2 *", ZoneOffset.UTC, "2022-01-01T00:00:00Z", "2035-01-01T00:00:00Z"));
    assertEquals(
        Optional.of(Instant.parse("2104-02-29T11:00:00Z")),
        Cron.parse("0 12 29 2 *").next(Instant.parse("2096-03-01T00:00:00Z"), BERLIN));
  }

  @Test
  void ofTwoDaysEitherIsEnoughAndSundayIsZeroAndSeven() {
    var expected = List.of("2026-02-01T00:00:00Z", "2026-02-08T00:00:00Z", "2026-02-13T00:00:00Z");
    for (String sunday : List.of("0", "7", "SUN", "sun")) {
      assertEquals(
          expected,
          times(
              "0 0 13 * " + sunday,
              ZoneOffset.UTC,
              "2026-01-31T12:00:00Z",
              "2026-02-14T00:00:00Z"));
    }
  }

  @Test
  void whatIsNoCronIsToldWhy() {
    assertWrong(
        "a cron has five fields (minute hour day month weekday), or six with seconds first; this"
            + " has 4",
        "* * * *");
    assertWrong(
        "a cron has five fields (minute hour day month weekday), or six with seconds first; this"
            + " has 0",
        " ");
    assertWrong("Value 60 not in range [0, 59]", "60 * * * *");
    assertWrong("Invalid range! [5,1]", "5-1 * * * *");
    assertWrong("no such day ever comes", "0 0 30 2 *");
    for (String other : List.of("@daily", "L * * * *", "? * * * *", "*/0 * * * *", "x * * * *")) {
      assertThrows(IllegalArgumentException.class, () -> Cron.parse(other), other);
    }
  }

  private static void assertWrong(String why, String cron) {
    assertEquals(
        why, assertThrows(IllegalArgumentException.class, () -> Cron.parse(cron)).getMessage());
  }

  @Test
  void itAgreesWithAClockThatIsLookedAtEveryMinute() {
    List<List<String>> fields =
        List.of(
            List.of("*", "0", "30", "*/7", "5-20", "1,59"),
            List.of("*", "0", "2", "*/3", "1-3", "23,1"),
            List.of("*", "*", "1", "29", "*/10"),
            List.of("*", "*", "3,11", "*/5", "2-4"),
            List.of("*", "*", "0", "1-5", "6,7"));
    List<String> zones =
        List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo");
    long seed = 20260131;
    var random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      var cron = new ArrayList<String>();
      fields.forEach(field -> cron.add(field.get(random.nextInt(field.size()))));
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      Instant start = Instant.parse("2015-01-01T00:00:00Z").plusSeconds(random.nextInt(60_000_000));
      Instant change = zone.getRules().nextTransition(start).getInstant();
      Instant from = change.minus(Duration.ofHours(40));
      Instant to = change.plus(Duration.ofHours(40));
      var model = new ClockOnTheWall(cron, zone);
      assertEquals(
          model.times(from, to),
          times(String.join(" ", cron), zone, from.toString(), to.toString()),
          cron + " in " + zone + " at " + change + ", SEED=" + seed);
    }
  }

  /** The same by looking at every minute; knows nothing but the sets of the fields. */
  private record ClockOnTheWall(List<String> fields, ZoneId zone) {
    List<String> times(Instant from, Instant to) {
      boolean everyHour = fields.get(1).equals("*");
      var times = new ArrayList<String>();
      for (Instant at = from.plusSeconds(60); !at.isAfter(to); at = at.plusSeconds(60)) {
        LocalDateTime time = LocalDateTime.ofInstant(at, zone);
        LocalDateTime before = LocalDateTime.ofInstant(at.minusSeconds(60), zone).plusMinutes(1);
        boolean due = shows(time) && (everyHour || isFirst(time, at));
        for (LocalDateTime left = before; left.isBefore(time); left = left.plusMinutes(1)) {
          due |= !everyHour && shows(left);
        }
        if (due) {
          times.add(at.toString());
        }
      }
      return times;
    }

    private boolean isFirst(LocalDateTime time, Instant at) {
      return time.atZone(zone).withEarlierOffsetAtOverlap().toInstant().equals(at);
    }

    private boolean shows(LocalDateTime time) {
      boolean day = has(2, time.getDayOfMonth(), 1, 31);
      int weekday = time.getDayOfWeek().getValue();
      boolean ofWeek = has(4, weekday, 0, 7) || (weekday == 7 && has(4, 0, 0, 7));
      boolean both = !fields.get(2).equals("*") && !fields.get(4).equals("*");
      return has(0, time.getMinute(), 0, 59)
          && has(1, time.getHour(), 0, 23)
          && has(3, time.getMonthValue(), 1, 12)
          && (both ? day || ofWeek : day && ofWeek);
    }

    private boolean has(int field, int value, int lowest, int highest) {
      for (String part : fields.get(field).split(",", -1)) {
        String[] step = part.split("/", -1);
        String[] range = step[0].split("-", -1);
        int first = step[0].equals("*") ? lowest : Integer.parseInt(range[0]);
        int last = step[0].equals("*") ? highest : Integer.parseInt(range[range.length - 1]);
        int every = step.length > 1 ? Integer.parseInt(step[1]) : 1;
        if (value >= first && value <= last && (value - first) % every == 0) {
          return true;
        }
      }
      return false;
    }
  }
}
