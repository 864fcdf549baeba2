package dev.holdfast.deployments.gate;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.ParkedKey;
import dev.holdfast.journal.messages.ParkedRow;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.TimerChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What still waits for handlers that a version does not have any more: timers, sends and parked
 * messages. They would be parked for nobody.
 *
 * <p>Nothing is read unless a handler is gone. Of very many timers or messages only the first are
 * looked at.
 */
final class Pending {
  private static final int MOST_TIMERS = 10_000;
  private static final int MOST_PARKED = 10_000;
  private static final int MOST_ASIDES = 10_000;
  private static final int MOST_COMMITS = 1_000;
  private static final long MOST_BYTES = 16 << 20;

  /** How far messages were delivered is written down a moment after they were. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Journal journal;
  private final Deliveries book;

  Pending(Journal journal) {
    this.journal = journal;
    this.book = journal.deliveries();
  }

  /** Commands that one description has and the other has not. */
  static Set<String> gone(ServiceDescription before, ServiceDescription after) {
    Set<String> gone = new TreeSet<>();
    for (ServiceDescription.Handler handler : before.handlers()) {
      boolean kept = after.handler(handler.name()).filter(it -> !it.query()).isPresent();
      if (!handler.query() && !kept) {
        gone.add(handler.name());
      }
    }
    return gone;
  }

  /** What waits for handlers of a service, in a line each, by who waits or sent it. */
  Map<String, String> of(String service, Set<String> handlers) {
    Map<String, String> found = new TreeMap<>();
    if (!handlers.isEmpty()) {
      var missed = new Missed(service, handlers, found);
      missed.timers();
      missed.parked();
      missed.sends();
    }
    return found;
  }

  private record Timer(String entity, String name) {}

  /** One look for all that is for handlers that are gone. */
  private final class Missed {
    private final String service;
    private final Set<String> handlers;
    private final Map<String, String> found;

    Missed(String service, Set<String> handlers, Map<String, String> found) {
      this.service = service;
      this.handlers = handlers;
      this.found = found;
    }

    private boolean isFor(HandlerCall call) {
      return call.target().service().equals(service) && handlers.contains(call.handler());
    }

    /** Those in the book, and what commits have changed of them since it was written. */
    private void timers() {
      Map<Timer, TimerChange> timers = new HashMap<>();
      // Before the rest: what is written meanwhile is then read twice, and not missed.
      Map<Integer, Long> written = book.positionsOf(Deliveries.INDEX);
      for (TimerRow row : book.timers(MOST_TIMERS)) {
        journal.reads().commits(row.entity(), row.sequence(), row.sequence(), 1).stream()
            .flatMap(set -> set.commit().outbox().timers().stream())
            .filter(change -> change.name().equals(row.name()))
            .forEach(change -> timers.put(new Timer(row.entity(), row.name()), change));
      }
      for (int slice : journal.outgoingReads().standings().keySet()) {
        for (CommitRow row : outgoing(slice, written.getOrDefault(slice, 0L))) {
          row.commit()
              .outbox()
              .timers()
              .forEach(change -> timers.put(new Timer(row.entity(), change.name()), change));
        }
      }
      timers.forEach(
          (timer, change) -> {
            if (change instanceof TimerChange.Set(String name, Instant due, Send send)
                && isFor(send.call())) {
              found.put(
                  timer.entity(),
                  "%s is gone, and timer %s, due %s, is for it"
                      .formatted(send.call().handler(), name, due));
            }
          });
    }

    private List<CommitRow> outgoing(int slice, long after) {
      return journal.outgoingReads().outgoing(slice, after, MOST_COMMITS, MOST_BYTES);
    }

    private void parked() {
      for (ParkedRow row : book.parkedOfService(service, ParkedKey.START, MOST_PARKED)) {
        if (handlers.contains(row.handler())) {
          found.put(
              row.entity(),
              "%s is gone, and message %d that is parked there is for it"
                  .formatted(row.handler(), row.number()));
        }
      }
    }

    private void sends() {
      long end = System.nanoTime() + ON_ITS_WAY.toNanos();
      Map<String, String> sent = sent();
      while (!sent.isEmpty()
          && System.nanoTime() < end
          && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(LOOK.toNanos());
        sent = sent();
      }
      found.putAll(sent);
    }

    private Map<String, String> sent() {
      Map<String, String> sent = new TreeMap<>();
      Map<Integer, Long> delivered = book.positionsOf(Deliveries.SENDS);
      for (int slice : journal.outgoingReads().standings().keySet()) {
        sent(slice, delivered.getOrDefault(slice, 0L), "", sent);
      }
      for (AsideRow aside : book.asidesOfLane(Deliveries.SENDS, MOST_ASIDES)) {
        sent(aside.from().slice(), aside.from().offset() - 1, aside.receiver(), sent);
      }
      return sent;
    }

    /** Those after an offset, to one receiver or a service, or to anybody. */
    private void sent(int slice, long after, String receiver, Map<String, String> sent) {
      for (CommitRow row : outgoing(slice, after)) {
        for (Send send : row.commit().outbox().sends()) {
          HandlerCall call = send.call();
          boolean meant =
              receiver.isEmpty()
                  || receiver.equals(call.target().key())
                  || receiver.equals(call.target().service());
          if (meant) {
            Stream.concat(Stream.of(call), send.otherwise().stream())
                .filter(this::isFor)
                .forEach(
                    one ->
                        sent.put(
                            row.entity(),
                            "%s of %s is gone, and a send of commit %d is on its way to it"
                                .formatted(one.handler(), one.target().key(), row.sequence())));
          }
        }
      }
    }
  }
}
