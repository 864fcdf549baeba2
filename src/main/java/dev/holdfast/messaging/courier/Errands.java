package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.FencedException;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a courier has done for it and does not wait for: each errand ends with one message to it.
 * What blocks on the database runs on virtual threads, a few at once for all couriers.
 */
final class Errands {
  static final String OPENING = "opening";
  static final String TIMERS = "timers";

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
              parts.reading().acquireUninterruptibly();
              CourierMessage message = otherwise;
              try {
                message = reading.read();
              } catch (RuntimeException e) {
                LOG.debug("The journal cannot be read for slice {}", slice, e);
              } finally {
                parts.reading().release();
              }
              tell.accept(message);
            });
  }

  void open() {
    read(
        () ->
            new CourierMessage.Opened(
                parts.journal().deliveries().positions(slice),
                parts.journal().deliveries().asides(slice)),
        new CourierMessage.Failed(OPENING));
  }

  void load(String lane, long ticket, long after) {
    int limit = parts.settings().readCommits();
    if (!parts.settings().unsafe().readJournal()) {
      tell.accept(
          new CourierMessage.Loaded(
              lane, ticket, parts.journal().outgoingReads().standings().getOrDefault(slice, 0L),
              List.of(), true));
      return;
    }
    read(
        () -> {
          List<CommitRow> rows =
              parts
                  .journal()
                  .outgoingReads()
                  .outgoing(slice, after, limit, parts.settings().readBytes());
          return new CourierMessage.Loaded(lane, ticket, after, rows, rows.isEmpty());
        },
        new CourierMessage.NotLoaded(lane, ticket));
  }

  void loadTimers(Instant until, int limit) {
    read(
        () -> {
          List<TimerRow> rows = parts.journal().deliveries().timersDue(slice, until, limit);
          return new CourierMessage.TimersLoaded(
              rows, until.toEpochMilli(), rows.size() < limit);
        },
        new CourierMessage.Failed(TIMERS));
  }

  void deliver(
      String lane,
      Letter letter,
      Optional<MessageId> previous,
      Optional<Origin.GivenUp> givenUp) {
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
              if (verdict instanceof Verdict.Handled) {
                parts
                    .counters()
                    .fired(
                        parts.clock().instant().toEpochMilli() - firing.due().toEpochMilli());
              }
              tell.accept(
                  new CourierMessage.Fired(
                      firing, failure == null ? verdict : Verdicts.notNow(failure)));
            });
  }

  void keep(Book.Page page) {
    parts
        .journal()
        .deliveries()
        .keep(slice, epoch, page.changes())
        .whenComplete(
            (_, failure) -> tell.accept(new CourierMessage.Kept(page, result(failure))));
  }

  private CourierMessage.Result result(@org.jspecify.annotations.Nullable Throwable failure) {
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
    LOG.debug("The book of slice {} was not written", slice, failure);
    return CourierMessage.Result.AGAIN;
  }
}
