package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.FencedException;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.ScheduleRow;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.directory.Calendar;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a courier has done for it and does not wait for: each errand ends with one message to it.
 * What blocks on the database runs on virtual threads, a few at once for all couriers.
 */
final class Errands {
  static final String OPENING = "opening";
  static final String TIMERS = "timers";
  static final String CALENDARS = "calendars";

  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  private final CourierParts parts;
  private final int slice;
  private final long epoch;
  private final Consumer<CourierMessage> tell;
  private final Post post;

  Errands(CourierParts parts, int slice, long epoch, Consumer<CourierMessage> tell) {
    this.parts = parts;
    this.slice = slice;
    this.epoch = epoch;
    this.tell = tell;
    this.post = new Post(parts);
  }

  /** Something that blocks and ends with a message. */
  @FunctionalInterface
  private interface Reading {
    CourierMessage read();
  }

  private void read(Reading reading, CourierMessage otherwise) {
    Thread.ofVirtual()
        .name("courier-" + slice)
        .start(
            () -> {
              parts.readings().permits().acquireUninterruptibly();
              CourierMessage message = otherwise;
              try {
                message = reading.read();
              } catch (RuntimeException e) {
                LOG.debug("The journal cannot be read for slice {}", slice, e);
              } finally {
                parts.readings().permits().release();
                // After an Error too: the courier would wait for ever.
                tell.accept(message);
              }
            });
  }

  void open() {
    parts
        .readings()
        .openings()
        .of(slice)
        .whenComplete(
            (opening, failure) ->
                tell.accept(
                    failure == null
                        ? new CourierMessage.Opened(opening)
                        : new CourierMessage.Failed(OPENING)));
  }

  void load(String lane, long ticket, long after) {
    read(() -> readOn(lane, ticket, after), new CourierMessage.NotLoaded(lane, ticket));
  }

  private CourierMessage readOn(String lane, long ticket, long after) {
    if (!parts.settings().unsafe().readJournal()) {
      long end = parts.journal().outgoingReads().standings().getOrDefault(slice, 0L);
      return new CourierMessage.Loaded(lane, ticket, end, List.of(), true);
    }
    List<CommitRow> rows =
        parts
            .journal()
            .outgoingReads()
            .outgoing(slice, after, parts.settings().readCommits(), parts.settings().readBytes());
    return new CourierMessage.Loaded(lane, ticket, after, rows, rows.isEmpty());
  }

  void loadTimers(TimerShelf.Reading wanted) {
    Deliveries book = parts.journal().deliveries();
    read(
        () -> {
          List<TimerRow> rows =
              book.timersDue(slice, wanted.after(), wanted.before(), wanted.limit());
          return new CourierMessage.TimersLoaded(rows, book.nextTimer(slice, wanted.before()));
        },
        new CourierMessage.Failed(TIMERS));
  }

  void deliver(
      String lane, Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
    givenUp.ifPresent(_ -> parts.counters().givenUp.increment());
    if (parts.settings().unsafe().acknowledgeBeforeCommit()) {
      post.deliver(lane, letter, previous, givenUp);
      tell.accept(new CourierMessage.Answered(lane, letter, new Verdict.Handled()));
      return;
    }
    post.deliver(lane, letter, previous, givenUp)
        .whenComplete(
            (verdict, failure) -> {
              Verdict told = failure == null ? verdict : Verdicts.notNow(failure);
              count(told);
              tell.accept(new CourierMessage.Answered(lane, letter, told));
            });
  }

  private void count(Verdict verdict) {
    if (verdict instanceof Verdict.Handled) {
      parts.counters().delivered.increment();
    } else {
      parts.counters().retried.increment();
    }
  }

  void fire(Firing firing) {
    post.fire(firing)
        .whenComplete(
            (verdict, failure) -> {
              if (verdict instanceof Verdict.Handled(boolean before) && !before) {
                parts
                    .counters()
                    .fired(parts.clock().instant().toEpochMilli() - firing.due().toEpochMilli());
              }
              tell.accept(
                  new CourierMessage.Fired(
                      firing, failure == null ? verdict : Verdicts.notNow(failure)));
            });
  }

  /** Since when, or up to when, each calendar was taken care of; those that are new begin now. */
  void readCalendars(List<Calendar> calendars) {
    read(
        () -> {
          Map<String, Instant> last = new HashMap<>();
          for (Calendar calendar : calendars) {
            ScheduleRow row =
                parts
                    .journal()
                    .messagingRegistry()
                    .addSchedule(calendar.name(), parts.clock().instant());
            last.put(calendar.name(), row.last());
          }
          return new CourierMessage.Calendars(last);
        },
        new CourierMessage.Failed(CALENDARS));
  }

  void run(Agenda.Entry entry, Origin.Delivered origin) {
    post.run(entry.calendar().call(), origin)
        .whenComplete(
            (verdict, failure) ->
                tell.accept(
                    new CourierMessage.Ran(
                        entry, failure == null ? verdict : Verdicts.notNow(failure))));
  }

  /** Not waited for: what is not written down runs again after a crash, and is recognised. */
  void ran(String calendar, Instant due) {
    Thread.ofVirtual()
        .name("courier-" + slice)
        .start(
            () -> {
              try {
                parts.journal().messagingRegistry().scheduleRan(calendar, due);
              } catch (RuntimeException e) {
                LOG.debug("That {} ran was not written down", calendar, e);
              }
            });
  }

  void keep(Book.Page page) {
    parts
        .journal()
        .deliveries()
        .keep(slice, epoch, page.changes())
        .whenComplete((_, failure) -> tell.accept(new CourierMessage.Kept(page, result(failure))));
  }

  private static CourierMessage.Result result(@Nullable Throwable failure) {
    if (failure == null) {
      return CourierMessage.Result.DONE;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof FencedException) {
      return CourierMessage.Result.FENCED;
    }
    LOG.debug("A page of the book was not written", failure);
    return CourierMessage.Result.AGAIN;
  }
}
