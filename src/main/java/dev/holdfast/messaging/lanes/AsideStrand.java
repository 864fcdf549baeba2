package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What is set aside, and its way back: it waits, then reads a page from where it stopped; once its
 * first letters go through it reads on until it has caught up with the lane, and is part of it
 * again.
 *
 * <pre>
 *   waiting ──(time, or a nudge)──► reading ──(failed again)──► waiting
 *                                      └──(end)──► joining ──(end)──► part of the lane
 * </pre>
 */
final class AsideStrand {
  /** However many there are. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final LaneSettings settings;
  private final String key;
  private final String group;
  private final long since;
  private Optional<ReceiverQueue.Tried> tried;
  private final List<Letter> held = new ArrayList<>();
  private Optional<Strand> strand = Optional.empty();
  private MessageId from;
  private Problem problem;
  private int failures;
  private long nextTry;
  private long nextLoad = Long.MIN_VALUE;
  private boolean joining;
  private boolean overflown;
  private boolean away;

  /**
   * What was read.
   *
   * @param upTo the offset of the last commit, or where the reading began
   */
  record Page(List<Letter> letters, long upTo, boolean end) {}

  AsideStrand(
      LaneSettings settings, Aside aside, Optional<ReceiverQueue.Tried> tried, long nextTry) {
    this.settings = settings;
    this.key = aside.key();
    this.group = Aside.group(key);
    this.since = aside.since();
    this.from = aside.from();
    this.problem = aside.problem();
    this.failures = aside.failures();
    this.nextTry = nextTry;
    this.tried = tried;
  }

  Aside aside() {
    MessageId first = strand.map(it -> it.handledUpTo(from.slice())).orElse(from);
    return new Aside(key, first, since, failures, problem);
  }

  Optional<Strand> strand() {
    return strand;
  }

  String key() {
    return key;
  }

  String group() {
    return group;
  }

  boolean isGroup() {
    return group.equals(key);
  }

  /** Whether it has letters in memory, or reads them. */
  boolean isOpen() {
    return strand.isPresent();
  }

  /** When it is tried next, while it is not open. */
  long nextTry() {
    return nextTry;
  }

  /** Whether it is held up by its own handler: it fails, or takes long. */
  boolean isHeldUp(long now) {
    return strand
        .filter(it -> it.isFailing() || it.queues().values().stream().anyMatch(q -> q.isSlow(now)))
        .isPresent();
  }

  void markAway() {
    away = true;
  }

  /** Whether it is aside because all of its group was away. */
  boolean isAway() {
    return away;
  }

  /** There is reason to believe that it goes now. */
  void nudge(long now) {
    nextTry = Math.min(nextTry, now);
  }

  /** A letter for it that the lane has seen: in the journal anyway. */
  void skipped(Letter letter) {
    if (joining) {
      if (held.size() < settings.letters()) {
        held.add(letter);
      } else {
        overflown = true;
      }
    }
  }

  /**
   * Tries or reads on, if it is time.
   *
   * @param stretch so many times as long are its pauses; asked where one begins
   */
  void tick(long now, IntSupplier stretch, LaneActions actions, Tickets tickets) {
    if (strand.isEmpty()) {
      if (now < nextTry) {
        return;
      }
      // The commit of the first letter is read again, for it may hold several.
      strand = Optional.of(new Strand(settings, from.offset() - 1, tried));
    }
    Strand reading = strand.get();
    Optional<ReceiverQueue> unreachable =
        reading.queues().values().stream().filter(ReceiverQueue::isUnreachable).findAny();
    if (unreachable.isPresent()) {
      giveWay(reading, unreachable.get(), now, stretch.getAsInt());
      return;
    }
    reading.queues().values().forEach(queue -> queue.send(now, actions));
    boolean room = !reading.isFailing() && reading.letters() < settings.page() && now >= nextLoad;
    if (room && !reading.cursor().isLoading()) {
      reading.load(actions, tickets);
    }
  }

  /** Those of a group that hold the others up: alone they cannot be reached. */
  List<String> holdingUp(long now) {
    List<String> some = new ArrayList<>();
    strand.ifPresent(
        reading ->
            reading
                .queues()
                .forEach(
                    (receiver, queue) -> {
                      boolean alone = queue.isUnreachable() && !queue.isGroupUnreachable();
                      if (alone || queue.isSlow(now)) {
                        some.add(receiver);
                      }
                    }));
    return some;
  }

  private void giveWay(Strand reading, ReceiverQueue unreachable, long now, int stretch) {
    from = reading.handledUpTo(from.slice());
    problem = unreachable.problem().orElse(problem);
    tried = unreachable.tried();
    failures++;
    nextTry = now + Math.min(settings.pause(failures) * stretch, LONGEST_PAUSE.toMillis());
    strand = Optional.empty();
    joining = false;
    overflown = false;
    held.clear();
  }

  boolean reads(long ticket) {
    return strand.filter(it -> it.reads(ticket)).isPresent();
  }

  /**
   * A page came, of letters that are its own. Returns whether it is part of the lane again.
   *
   * @param mayJoin whether it can be: not while its group is set aside, whose letters come later
   */
  boolean loaded(Page page, boolean mayJoin, long now) {
    if (strand.isEmpty()) {
      return false;
    }
    Strand reading = strand.get();
    for (Letter letter : page.letters()) {
      if (letter.id().compareTo(from) >= 0) {
        reading.add(letter);
      }
    }
    reading.cursor().loaded(page.upTo(), page.end());
    if (!page.end()) {
      return false;
    }
    if (!mayJoin) {
      nextLoad = now + settings.longestPause().toMillis();
    }
    // Whoever fails now would be set aside again at once, and never get through its tries.
    boolean caughtUp = mayJoin && joining && !overflown && !reading.isFailing();
    if (caughtUp) {
      for (Letter letter : held) {
        if (letter.id().offset() > reading.cursor().seen()) {
          reading.add(letter);
        }
      }
    }
    held.clear();
    overflown = false;
    joining = mayJoin && !caughtUp;
    return caughtUp;
  }
}
