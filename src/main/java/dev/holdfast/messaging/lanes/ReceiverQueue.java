package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Origin;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The letters of one receiver, in order, the first of them on their way.
 *
 * <p>Invariant: a letter leaves when it and all before it are handled. Only the first may be
 * handled without a look at the one before it, so pipelining never changes the order. While the
 * first one fails it goes alone.
 *
 * <pre>
 *   [head, on its way] [on its way] … up to the window │ [waiting] …
 * </pre>
 */
final class ReceiverQueue {
  private static final long NEVER = Long.MAX_VALUE;

  private final LaneSettings settings;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private Optional<Origin.GivenUp> givenUp = Optional.empty();
  private Optional<Problem> problem = Optional.empty();
  private boolean headOnly;
  private boolean unreachable;
  private boolean groupUnreachable;
  private int tries;
  private int failures;
  private long nextTry;
  private long failingSince;
  private long headSince = NEVER;

  private static final class Entry {
    private final Letter letter;
    private boolean onItsWay;
    private boolean handled;

    private Entry(Letter letter) {
      this.letter = letter;
    }
  }

  ReceiverQueue(LaneSettings settings) {
    this.settings = settings;
  }

  void add(Letter letter) {
    entries.add(new Entry(letter));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Lets go of all; what is on its way may still be handled. */
  void forget(Consumer<MessageId> forgotten) {
    entries.forEach(entry -> forgotten.accept(entry.letter.id()));
    entries.clear();
  }

  int size() {
    return entries.size();
  }

  MessageId first() {
    return entries.element().letter.id();
  }

  /** Why the first letter is not handled yet, if there is a reason. */
  Optional<Problem> problem() {
    return problem;
  }

  int failures() {
    return failures;
  }

  /** How often a first letter was tried over which its receiver failed. */
  record Tried(MessageId letter, int tries, Optional<Origin.GivenUp> givenUp) {}

  /** Empty while the first letter was not tried in vain, or only could not be handed over. */
  Optional<Tried> tried() {
    return tries == 0 ? Optional.empty() : Optional.of(new Tried(first(), tries, givenUp));
  }

  /** Goes on where another queue of this receiver ended, so that setting aside costs no tries. */
  void resume(Tried tried) {
    tries = tried.tries();
    givenUp = tried.givenUp();
  }

  int tries() {
    return tries;
  }

  /**
   * Whether the receiver could not be reached for so long that nobody should wait in memory for it.
   * One that fails is tried a few times and then given up; set aside it would be tried anew.
   */
  boolean isStuck(long now) {
    return isUnreachable() && now - failingSince >= settings.asideAfter().toMillis();
  }

  boolean isFailing() {
    return problem.isPresent();
  }

  /** Whether it could not be reached when it was tried last. */
  boolean isUnreachable() {
    return unreachable && problem.isPresent();
  }

  /** Whether others of its group cannot be reached either. */
  boolean isGroupUnreachable() {
    return groupUnreachable;
  }

  /**
   * Whether its first letter has been on its way for so long that others should not wait for it.
   */
  boolean isSlow(long now) {
    return headSince != NEVER && now - headSince >= settings.asideAfter().toMillis();
  }

  void send(long now, LaneActions actions) {
    if (now < nextTry) {
      return;
    }
    int window = headOnly || isFailing() || isUnordered() ? 1 : settings.window();
    @Nullable Entry previous = null;
    Iterator<Entry> next = entries.iterator();
    for (int i = 0; i < window && next.hasNext(); i++) {
      Entry entry = next.next();
      if (!entry.onItsWay && !entry.handled) {
        entry.onItsWay = true;
        if (previous == null && headSince == NEVER) {
          headSince = now;
        }
        actions.deliver(
            entry.letter,
            previous == null ? Optional.empty() : Optional.of(previous.letter.id()),
            previous == null ? givenUp : Optional.empty());
      }
      previous = entry;
    }
  }

  /** Whoever is not an instance does not look whether the one before was handled. */
  private boolean isUnordered() {
    Entry first = entries.peek();
    return first != null && first.letter.content() instanceof Letter.Content.Emit;
  }

  /** Takes a verdict; hands out each letter that leaves. */
  void answered(MessageId id, Verdict verdict, long now, Consumer<Letter> leaving) {
    Optional<Entry> found = find(id);
    if (found.isEmpty() || !found.get().onItsWay) {
      return;
    }
    Entry entry = found.get();
    entry.onItsWay = false;
    boolean first = entry.equals(entries.peek());
    switch (verdict) {
      case Verdict.Handled _ -> {
        entry.handled = true;
        leave(leaving, now);
      }
      case Verdict.TooEarly _ -> headOnly = !first;
      case Verdict.NotNow(Problem why, boolean wholeGroup) -> {
        failed(why, now);
        unreachable = true;
        groupUnreachable = wholeGroup;
      }
      case Verdict.Failed(Problem why) -> {
        failed(why, now);
        unreachable = false;
        groupUnreachable = false;
        if (first) {
          tries++;
          if (tries >= settings.tries()) {
            givenUp = Optional.of(new Origin.GivenUp(why, tries));
            nextTry = now;
          }
        }
      }
      case Verdict.Hopeless(Problem why) -> {
        if (first && givenUp.isEmpty()) {
          givenUp = Optional.of(new Origin.GivenUp(why, tries + 1));
          nextTry = now;
        } else {
          failed(why, now);
        }
      }
    }
  }

  private Optional<Entry> find(MessageId id) {
    for (Entry entry : entries) {
      if (entry.letter.id().equals(id)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  private void leave(Consumer<Letter> leaving, long now) {
    boolean left = false;
    for (Entry head = entries.peek(); head != null && head.handled; head = entries.peek()) {
      entries.remove();
      leaving.accept(head.letter);
      left = true;
    }
    if (left) {
      givenUp = Optional.empty();
      problem = Optional.empty();
      headOnly = false;
      unreachable = false;
      groupUnreachable = false;
      headSince = entries.isEmpty() || !entries.element().onItsWay ? NEVER : now;
      tries = 0;
      failures = 0;
      nextTry = 0;
    }
  }

  private void failed(Problem why, long now) {
    if (problem.isEmpty()) {
      failingSince = now;
    }
    problem = Optional.of(why);
    failures++;
    nextTry = now + settings.pause(failures);
  }
}
