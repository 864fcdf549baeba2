package dev.holdfast.messaging.lanes;

import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

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
    return aside.strand();
  }

  /** Each piece whose turn it is tries again, or reads on. */
  void tick(long now, LaneActions actions, Tickets tickets) {
    int open = 0;
    for (AsideStrand aside : strands.values()) {
      open += aside.strand().isPresent() ? 1 : 0;
    }
    for (AsideStrand aside : List.copyOf(strands.values())) {
      boolean was = aside.strand().isPresent();
      if (was || aside.isGroup() || open < atOnce()) {
        turn(aside, now, actions, tickets);
        open += (aside.strand().isPresent() ? 1 : 0) - (was ? 1 : 0);
      }
    }
  }

  void turn(AsideStrand aside, long now, LaneActions actions, Tickets tickets) {
    if (aside.isGroup()) {
      split(aside, now);
    }
    aside.tick(now, stretch(), actions, tickets);
  }

  private int atOnce() {
    return AT_ONCE * settings.asides();
  }

  /** Many pieces wait longer, each, so that all of them ask no more than a few. */
  private int stretch() {
    return 1 + strands.size() / atOnce();
  }

  /** There is reason to believe that this service takes messages now. */
  void nudge(String service, long now) {
    for (AsideStrand aside : strands.values()) {
      if (Aside.group(aside.key()).equals(service)) {
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
    return strands.keySet().stream().filter(key -> Aside.group(key).equals(group)).count();
  }

  /** Whether one more receiver of the group may be set aside alone. */
  boolean hasRoom(String receiver) {
    return sizeOf(Aside.group(receiver)) < settings.alone();
  }

  /** Takes a receiver out of a strand; the whole group, where enough of it are set aside. */
  void take(String receiver, Strand main, long now) {
    boolean all = main.queue(receiver).orElseThrow().isGroupUnreachable();
    takeAlone(receiver, main, now);
    String group = Aside.group(receiver);
    if (!group.equals(receiver) && sizeOf(group) > (all ? settings.asides() : settings.alone())) {
      widen(group, main, now);
    }
  }

  void takeAlone(String receiver, Strand main, long now) {
    ReceiverQueue queue = main.queue(receiver).orElseThrow();
    replace(aside(receiver, queue), queue.tried(), main, now);
  }

  /** Too many receivers of one group: all of it is set aside, from the first letter on. */
  private void widen(String group, Strand main, long now) {
    Aside first =
        kept().stream()
            .filter(aside -> Aside.group(aside.key()).equals(group))
            .min((one, other) -> one.from().compareTo(other.from()))
            .orElseThrow();
    Aside whole = new Aside(group, first.from(), first.since(), first.failures(), first.problem());
    replace(whole, Optional.empty(), main, now);
  }

  /** Everything that an aside concerns is in it from now on: from the first letter of all. */
  private void replace(Aside aside, Optional<ReceiverQueue.Tried> tried, Strand main, long now) {
    MessageId from = aside.from();
    for (String receiver : List.copyOf(main.queues().keySet())) {
      if (aside.concerns(receiver)) {
        from = earlier(from, main.drop(receiver));
      }
    }
    for (AsideStrand other : List.copyOf(strands.values())) {
      if (aside.concerns(other.key())) {
        from = earlier(from, other.aside().from());
        strands.remove(other.key());
      }
    }
    put(new Aside(aside.key(), from, aside.since(), aside.failures(), aside.problem()), tried, now);
  }

  private static MessageId earlier(MessageId one, MessageId other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
