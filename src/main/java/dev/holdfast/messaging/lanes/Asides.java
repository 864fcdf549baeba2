package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What is set aside of a lane, and in which pieces: a receiver alone, or all of its group.
 *
 * <p>Invariant: a letter of a receiver belongs to its own piece if there is one, and else to that
 * of its group. However many pieces there are, few of them have letters in memory at once, and they
 * read the journal no more often together than those few would alone.
 */
final class Asides {
  /** So many times as many as are enough to set a group aside may be tried at once. */
  private static final int AT_ONCE = 4;

  /** So many times as many again may be open whose handlers fail or take long. */
  private static final int HELD_UP = 3;

  private static final Problem SLOW =
      ProblemCode.OVERLOADED.problem(
          "Messages come faster than it handles them; they wait in the journal.");

  private final LaneSettings settings;
  private final LongSupplier wallMillis;
  private final Map<String, AsideStrand> strands = new HashMap<>();

  Asides(LaneSettings settings, LongSupplier wallMillis, Collection<Aside> kept) {
    this.settings = settings;
    this.wallMillis = wallMillis;
    for (Aside aside : kept) {
      strands.put(aside.key(), new AsideStrand(settings, aside, Optional.empty(), 0));
    }
  }

  boolean isEmpty() {
    return strands.isEmpty();
  }

  List<Aside> kept() {
    return strands.values().stream().map(AsideStrand::aside).toList();
  }

  /** Letters in memory. */
  int letters() {
    int letters = 0;
    for (AsideStrand aside : strands.values()) {
      letters += aside.strand().map(Strand::letters).orElse(0);
    }
    return letters;
  }

  /** Where letters of a receiver are that is set aside, alone or with its group. */
  Optional<AsideStrand> of(String receiver) {
    AsideStrand own = strands.get(receiver);
    return Optional.ofNullable(own == null ? strands.get(Aside.group(receiver)) : own);
  }

  /** What waits for this reading; gone where it was set aside again meanwhile. */
  Optional<AsideStrand> reading(long ticket) {
    return strands.values().stream().filter(aside -> aside.reads(ticket)).findAny();
  }

  /** A page was read for a piece. Returns what has caught up and is no longer set aside. */
  Optional<Strand> loaded(AsideStrand aside, AsideStrand.Page page, long now) {
    List<Letter> own =
        page.letters().stream()
            .filter(letter -> of(letter.receiver()).filter(aside::equals).isPresent())
            .toList();
    boolean mayJoin = aside.isGroup() || !strands.containsKey(Aside.group(aside.key()));
    if (!aside.loaded(new AsideStrand.Page(own, page.upTo(), page.end()), mayJoin, now)) {
      return Optional.empty();
    }
    strands.remove(aside.key());
    // What kept it away may be over for others, too.
    nudge(aside.group(), now);
    return aside.strand();
  }

  /** Each piece whose turn it is tries again, or reads on; who waits longest comes first. */
  void tick(long now, LaneActions actions, Tickets tickets) {
    Map<String, Places> groups = new HashMap<>();
    List<AsideStrand> due = new ArrayList<>();
    for (AsideStrand aside : List.copyOf(strands.values())) {
      if (aside.isOpen() || aside.isGroup()) {
        turn(aside, now, actions, tickets);
      } else if (aside.nextTry() <= now) {
        due.add(aside);
      }
      if (aside.isOpen() && !aside.isGroup()) {
        groups.computeIfAbsent(aside.group(), _ -> new Places()).take(aside.isHeldUp(now));
      }
    }
    due.sort(Comparator.comparingLong(AsideStrand::nextTry));
    for (AsideStrand aside : due) {
      Places places = groups.computeIfAbsent(aside.group(), _ -> new Places());
      if (places.isFree(atOnce())) {
        turn(aside, now, actions, tickets);
        places.take(false);
      }
    }
  }

  /** How many pieces of a group are open. */
  private static final class Places {
    private int open;
    private int heldUp;

    void take(boolean byHeldUp) {
      open++;
      heldUp += byHeldUp ? 1 : 0;
    }

    boolean isFree(int atOnce) {
      return open - Math.min(heldUp, HELD_UP * atOnce) < atOnce;
    }
  }

  void turn(AsideStrand aside, long now, LaneActions actions, Tickets tickets) {
    if (aside.isGroup()) {
      split(aside, now);
    }
    aside.tick(now, () -> stretch(aside), actions, tickets);
  }

  private int atOnce() {
    return AT_ONCE * settings.asides();
  }

  /** Many pieces of a group wait longer, each, so that all of them ask no more than a few. */
  private int stretch(AsideStrand aside) {
    return aside.isGroup() ? 1 : 1 + (int) sizeOf(aside.group()) / atOnce();
  }

  /** There is reason to believe that this service takes messages now. */
  void nudge(String service, long now) {
    for (AsideStrand aside : strands.values()) {
      if (aside.group().equals(service)) {
        aside.nudge(now);
      }
    }
  }

  /** Receivers of a group that alone hold up all the others are set aside on their own. */
  private void split(AsideStrand group, long now) {
    for (String receiver : group.holdingUp(now)) {
      if (sizeOf(group.key()) > settings.alone()) {
        return;
      }
      Strand strand = group.strand().orElseThrow();
      ReceiverQueue queue = strand.queue(receiver).orElseThrow();
      Aside alone = aside(receiver, queue);
      put(alone, queue.tried(), now);
      strand.drop(receiver);
    }
  }

  private Aside aside(String receiver, ReceiverQueue queue) {
    Problem problem = queue.problem().orElse(SLOW);
    return new Aside(receiver, queue.first(), wallMillis.getAsLong(), queue.failures(), problem);
  }

  private void put(Aside aside, Optional<ReceiverQueue.Tried> tried, long now) {
    long nextTry = now + settings.pause(aside.failures());
    strands.put(aside.key(), new AsideStrand(settings, aside, tried, nextTry));
  }

  private long sizeOf(String group) {
    return strands.values().stream().filter(aside -> aside.group().equals(group)).count();
  }

  private long awayOf(String group) {
    return strands.values().stream()
        .filter(aside -> aside.isAway() && aside.group().equals(group))
        .count();
  }

  /** Whether one more receiver may be set aside that takes long, or much. */
  boolean hasRoom(String receiver) {
    return sizeOf(Aside.group(receiver)) < atOnce();
  }

  /**
   * Takes a receiver out of a strand; its whole group where that is away, or where too many of it
   * are aside for reasons of their own.
   */
  void take(String receiver, Strand main, long now) {
    boolean groupIsAway = main.queue(receiver).orElseThrow().isGroupUnreachable();
    takeAlone(receiver, main, now);
    String group = Aside.group(receiver);
    if (group.equals(receiver)) {
      return;
    }
    if (groupIsAway) {
      of(receiver).ifPresent(AsideStrand::markAway);
    }
    if (sizeOf(group) > settings.alone()) {
      widen(group, _ -> true, main, now);
    } else if (groupIsAway && awayOf(group) > settings.asides()) {
      // Those that are unwell for reasons of their own begin far behind: they stay as they are.
      widen(group, AsideStrand::isAway, main, now);
    }
  }

  void takeAlone(String receiver, Strand main, long now) {
    ReceiverQueue queue = main.queue(receiver).orElseThrow();
    Predicate<AsideStrand> own = piece -> piece.key().equals(receiver);
    replace(new Piece(aside(receiver, queue), queue.tried(), own), main, now);
  }

  /** All of a group is one piece, with those of its pieces that are to be part of it. */
  private void widen(String group, Predicate<AsideStrand> part, Strand main, long now) {
    Aside first =
        strands.values().stream()
            .filter(aside -> aside.group().equals(group) && part.test(aside))
            .map(AsideStrand::aside)
            .min((one, other) -> one.from().compareTo(other.from()))
            .orElseThrow();
    Aside whole = new Aside(group, first.from(), first.since(), first.failures(), first.problem());
    replace(new Piece(whole, Optional.empty(), part), main, now);
  }

  /**
   * What is to be set aside as one.
   *
   * @param part which pieces that there are it takes in
   */
  private record Piece(
      Aside aside, Optional<ReceiverQueue.Tried> tried, Predicate<AsideStrand> part) {}

  /**
   * Everything that an aside concerns is in it from now on, from the first letter of all: what is
   * in the strand, and those pieces that are to be part of it.
   */
  private void replace(Piece piece, Strand main, long now) {
    Aside aside = piece.aside();
    MessageId from = aside.from();
    for (String receiver : List.copyOf(main.queues().keySet())) {
      if (aside.concerns(receiver)) {
        from = earlier(from, main.drop(receiver));
      }
    }
    for (AsideStrand other : List.copyOf(strands.values())) {
      if (aside.concerns(other.key()) && piece.part().test(other)) {
        from = earlier(from, other.aside().from());
        strands.remove(other.key());
      }
    }
    Aside whole = new Aside(aside.key(), from, aside.since(), aside.failures(), aside.problem());
    put(whole, piece.tried(), now);
  }

  private static MessageId earlier(MessageId one, MessageId other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
