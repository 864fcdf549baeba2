package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A part of a lane that reads the journal by itself: all of it but what is set aside, or one
 * receiver, or the receivers of one service, that were.
 *
 * <p>Invariant: a letter is in exactly one queue from when it was offered until it is handled.
 */
final class Strand {
  private final LaneSettings settings;
  private final Cursor cursor;
  private final Map<String, ReceiverQueue> queues = new HashMap<>();
  private final TreeSet<MessageId> unhandled = new TreeSet<>();
  private final Optional<ReceiverQueue.Tried> tried;
  private long ticket;

  Strand(LaneSettings settings, long seen) {
    this(settings, seen, Optional.empty());
  }

  /** One whose first letter was tried before. */
  Strand(LaneSettings settings, long seen, Optional<ReceiverQueue.Tried> tried) {
    this.settings = settings;
    this.cursor = new Cursor(seen);
    this.tried = tried;
  }

  Cursor cursor() {
    return cursor;
  }

  void load(LaneActions actions, Tickets tickets) {
    ticket = tickets.next();
    cursor.startLoading();
    actions.load(ticket, cursor.seen());
  }

  /** Whether it waits for this reading. */
  boolean reads(long answered) {
    return cursor.isLoading() && ticket == answered;
  }

  int letters() {
    return unhandled.size();
  }

  /** Whether some receiver's first letter fails. */
  boolean isFailing() {
    return queues.values().stream().anyMatch(ReceiverQueue::isFailing);
  }

  boolean isEmpty() {
    return unhandled.isEmpty();
  }

  void add(Letter letter) {
    if (unhandled.add(letter.id())) {
      ReceiverQueue queue =
          queues.computeIfAbsent(letter.receiver(), _ -> new ReceiverQueue(settings));
      queue.add(letter);
      tried.filter(it -> it.letter().equals(letter.id())).ifPresent(queue::resume);
    }
  }

  Optional<ReceiverQueue> queue(String receiver) {
    return Optional.ofNullable(queues.get(receiver));
  }

  Map<String, ReceiverQueue> queues() {
    return queues;
  }

  boolean answered(Letter letter, Verdict verdict, long now) {
    ReceiverQueue queue = queues.get(letter.receiver());
    if (queue == null) {
      return false;
    }
    queue.answered(letter.id(), verdict, now, left -> unhandled.remove(left.id()));
    if (queue.isEmpty()) {
      queues.remove(letter.receiver());
    }
    return true;
  }

  /** Takes a receiver out; its letters stay in the journal. Returns the first of them. */
  MessageId drop(String receiver) {
    ReceiverQueue queue = Optional.ofNullable(queues.remove(receiver)).orElseThrow();
    MessageId first = queue.first();
    queue.forget(unhandled::remove);
    return first;
  }

  /** Up to here everything that was offered is handled. */
  MessageId handledUpTo(int slice) {
    return unhandled.isEmpty()
        ? new MessageId(slice, cursor.seen(), Integer.MAX_VALUE)
        : unhandled.first();
  }

  /** The offset up to which every commit is done with. */
  long position() {
    // What was moved here may be ahead of what was read here.
    return unhandled.isEmpty()
        ? cursor.seen()
        : Math.min(cursor.seen(), unhandled.first().offset() - 1);
  }

  List<String> stuck(long now) {
    List<String> stuck = new ArrayList<>();
    queues.forEach(
        (receiver, queue) -> {
          if (queue.isStuck(now)) {
            stuck.add(receiver);
          }
        });
    return stuck;
  }

  /** Moves everything into another strand. */
  void moveTo(Strand other) {
    queues.forEach(other.queues::put);
    other.unhandled.addAll(unhandled);
    queues.clear();
    unhandled.clear();
  }
}
