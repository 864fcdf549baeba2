package dev.holdfast.triggers;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The times of a cron as a clock on the wall shows them, whatever the zone.
 *
 * <p>Invariant: the library that knows calendars is only asked about UTC, where no hour is missing
 * and none comes twice.
 */
final class WallClock {
  private static final String PREFIX = "Failed to parse cron expression. ";
  private static final CronDefinition SECONDS_FIRST =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .withStrictRange()
          .and()
          .withMinutes()
          .withStrictRange()
          .and()
          .withHours()
          .withStrictRange()
          .and()
          .withDayOfMonth()
          .withStrictRange()
          .and()
          .withMonth()
          .withStrictRange()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .withStrictRange()
          .and()
          .instance();

  private final ExecutionTime times;

  private WallClock(ExecutionTime times) {
    this.times = times;
  }

  /**
   * Reads six fields, seconds first.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static WallClock parse(String sixFields) {
    try {
      return new WallClock(
          ExecutionTime.forCron(new CronParser(SECONDS_FIRST).parse(sixFields).validate()));
    } catch (IllegalArgumentException e) {
      String said = String.valueOf(e.getMessage());
      String why = said.startsWith(PREFIX) ? said.substring(PREFIX.length()) : said;
      throw new IllegalArgumentException(why, e);
    }
  }

  /** The first time after this one. */
  Optional<LocalDateTime> after(LocalDateTime time) {
    return times.nextExecution(utc(time)).map(ZonedDateTime::toLocalDateTime);
  }

  /** The last time that is not after this one. */
  Optional<LocalDateTime> atOrBefore(LocalDateTime time) {
    return times.lastExecution(utc(time).plusSeconds(1)).map(ZonedDateTime::toLocalDateTime);
  }

  private static ZonedDateTime utc(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
  }
}
