package dev.holdfast.triggers;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression: five fields (minute, hour, day of the month, month, day of the week), or six
 * with seconds first. If both days are given, either is enough. What a zone does to its clocks
 * makes a time neither get lost nor come twice:
 *
 * <pre>
 *                     clocks go forward (02:00 → 03:00)    clocks go back (03:00 → 02:00)
 *   30 2 * * *        at 03:00, when the gap ends, once    at the first 02:30 only
 *   30 * * * *        01:30, 03:30: an hour apart          at both 02:30: an hour apart
 * </pre>
 *
 * <p>Invariant: whose hours are {@code *} comes by elapsed time, all others once for each time that
 * the clock on the wall shows or leaves out.
 */
public final class Cron {
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final String text;
  private final WallClock wall;
  private final boolean everyHour;

  private Cron(String text, WallClock wall, boolean everyHour) {
    this.text = text;
    this.wall = wall;
    this.everyHour = everyHour;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static Cron parse(String text) {
    List<String> fields = List.of(text.strip().split("\\s+", -1));
    if (fields.size() != 5 && fields.size() != 6) {
      throw new IllegalArgumentException(
          "a cron has five fields (minute hour day month weekday), or six with seconds first; this"
              + " has "
              + (text.isBlank() ? 0 : fields.size()));
    }
    boolean seconds = fields.size() == 6;
    WallClock wall = WallClock.parse((seconds ? "" : "0 ") + String.join(" ", fields));
    if (wall.after(ANY_TIME).isEmpty()) {
      throw new IllegalArgumentException("no such day ever comes");
    }
    return new Cron(text, wall, fields.get(seconds ? 2 : 1).equals("*"));
  }

  /** The first time after an instant; empty if none comes. */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant at = after.truncatedTo(ChronoUnit.SECONDS);
    Optional<LocalDateTime> found = wall.after(passed(at, rules));
    while (found.isPresent()) {
      LocalDateTime time = found.get();
      Instant due = time.toInstant(rules.getOffset(at));
      @Nullable ZoneOffsetTransition change = rules.nextTransition(at);
      if (change == null || due.isBefore(change.getInstant())) {
        return Optional.of(due);
      }
      at = change.getInstant();
      if (change.isGap() && !everyHour && !time.isAfter(change.getDateTimeAfter())) {
        return Optional.of(at);
      }
      if (everyHour) {
        found = wall.after(change.getDateTimeAfter().minusSeconds(1));
      }
    }
    return Optional.empty();
  }

  /** The last time that is not after an instant; empty if there was none. */
  public Optional<Instant> previousOrSame(Instant instant, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    Instant at = instant.truncatedTo(ChronoUnit.SECONDS);
    Optional<LocalDateTime> found = wall.atOrBefore(local(at, rules));
    while (found.isPresent()) {
      LocalDateTime time = found.get();
      @Nullable ZoneOffsetTransition change = rules.previousTransition(at.plusNanos(1));
      if (change == null || !time.isBefore(first(change))) {
        return Optional.of(time.toInstant(rules.getOffset(at)));
      }
      if (change.isGap() && !everyHour && !time.isBefore(change.getDateTimeBefore())) {
        return Optional.of(change.getInstant());
      }
      at = change.getInstant().minusSeconds(1);
      found = wall.atOrBefore(change.getDateTimeBefore().minusSeconds(1));
    }
    return Optional.empty();
  }

  /** The time on the wall up to which everything has been. */
  private LocalDateTime passed(Instant at, ZoneRules rules) {
    LocalDateTime time = local(at, rules);
    List<ZoneOffset> offsets = rules.getValidOffsets(time);
    boolean secondTime = offsets.size() == 2 && rules.getOffset(at).equals(offsets.get(1));
    return secondTime && !everyHour
        ? rules.getTransition(time).getDateTimeBefore().minusSeconds(1)
        : time;
  }

  /** The first time on the wall after a change that is not of before it. */
  private LocalDateTime first(ZoneOffsetTransition change) {
    return change.isOverlap() && !everyHour
        ? change.getDateTimeBefore()
        : change.getDateTimeAfter();
  }

  private static LocalDateTime local(Instant at, ZoneRules rules) {
    return LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, rules.getOffset(at));
  }

  @Override
  public String toString() {
    return text;
  }
}
