package dev.holdfast.messaging.courier;

import dev.holdfast.messaging.directory.Calendar;
import dev.holdfast.messaging.lanes.LaneSettings;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The calendars of one slice: when each runs next, and whether it runs now.
 *
 * <p>Invariant: a run is a message whose place in its lane is the time it was due, so an instance
 * runs once for each time, whatever nodes think.
 */
final class Agenda {
  private final LaneSettings settings;
  private final int slice;
  private final Map<String, Entry> entries = new HashMap<>();

  /** One calendar, and what of it is taken care of. */
  static final class Entry {
    private Calendar calendar;
    private Instant last;
    private Optional<Instant> running = Optional.empty();
    private Optional<Origin.GivenUp> givenUp = Optional.empty();
    private boolean onItsWay;
    private int tries;
    private int failures;
    private long nextTry;

    private Entry(Calendar calendar, Instant last) {
      this.calendar = calendar;
      this.last = last;
    }

    Calendar calendar() {
      return calendar;
    }

    /** The time it runs for. */
    Instant due() {
      return running.orElseThrow();
    }

    String lane() {
      return "cron " + calendar.name();
    }
  }

  Agenda(LaneSettings settings, int slice) {
    this.settings = settings;
    this.slice = slice;
  }

  /**
   * The calendars there are now.
   *
   * @param last by name, the time that was last taken care of
   */
  void follow(Collection<Calendar> calendars, Map<String, Instant> last) {
    Map<String, Entry> before = Map.copyOf(entries);
    entries.clear();
    for (Calendar calendar : calendars) {
      Instant since = last.get(calendar.name());
      Entry known = before.get(calendar.name());
      if (known != null && known.onItsWay) {
        known.calendar = calendar;
        entries.put(calendar.name(), known);
      } else if (known != null) {
        entries.put(calendar.name(), new Entry(calendar, known.last));
      } else if (since != null) {
        entries.put(calendar.name(), new Entry(calendar, since));
      }
    }
  }

  /** One that is to run now, if any; to be told of with {@link #ended}. */
  Optional<Entry> due(Instant now, long millis) {
    for (Entry entry : entries.values()) {
      if (!entry.onItsWay && millis >= entry.nextTry) {
        if (entry.running.isEmpty()) {
          entry.running = entry.calendar.times().due(entry.last, now);
        }
        if (entry.running.isPresent()) {
          entry.onItsWay = true;
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * When the next one is due after now; of one that runs or waits to be tried again it is not told.
   */
  Optional<Instant> next(Instant now) {
    return entries.values().stream()
        .filter(entry -> entry.running.isEmpty())
        .flatMap(entry -> entry.calendar.times().after(later(entry.last, now)).stream())
        .min(Instant::compareTo);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  Origin.Delivered origin(Entry entry) {
    return new Origin.Delivered(
        entry.lane(),
        new MessageId(slice, entry.due().getEpochSecond(), 0),
        Optional.empty(),
        Optional.empty(),
        false,
        entry.givenUp);
  }

  /** Returns the time that is taken care of now, if it is. */
  Optional<Instant> ended(Entry entry, Verdict verdict, long millis) {
    entry.onItsWay = false;
    switch (verdict) {
      case Verdict.Handled _ -> {
        entry.last = entry.due();
        entry.running = Optional.empty();
        entry.givenUp = Optional.empty();
        entry.tries = 0;
        entry.failures = 0;
        entry.nextTry = 0;
        return Optional.of(entry.last);
      }
      case Verdict.TooEarly _, Verdict.NotNow _ -> failed(entry, millis);
      case Verdict.Failed(Problem why) -> failedOver(entry, why, settings.tries(), millis);
      case Verdict.Hopeless(Problem why) -> failedOver(entry, why, 1, millis);
    }
    return Optional.empty();
  }

  private void failedOver(Entry entry, Problem why, int most, long millis) {
    entry.tries++;
    failed(entry, millis);
    if (entry.tries >= most) {
      entry.givenUp = Optional.of(new Origin.GivenUp(why, entry.tries));
    }
  }

  private void failed(Entry entry, long millis) {
    entry.failures++;
    entry.nextTry = millis + settings.pause(entry.failures);
  }
}
