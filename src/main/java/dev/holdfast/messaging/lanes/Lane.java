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
 * The messages of one kind in one slice on their way: durable sends, or those of one subscription.
 *
 * <p>Invariant: letters of a receiver are handled in the order of their ids; what is in memory is
 * bounded, and what is not is in the journal, from {@link #kept} on or from where a receiver was
 * set aside. So a crash costs letters that are handed over twice, which their receivers notice.
 *
 * <pre>
 *   journal ──► main strand ──► a queue a receiver ──► receivers
 *      │            │ stuck for long
 *      │            ▼
 *      └──────► asides: a receiver or a service, read again when it is time
 * </pre>
 */
public final class Lane {
  private static final long NEVER = Long.MAX_VALUE;

  /** So many times as many as are enough to set a group aside that cannot be reached. */
  private static final int ALONE = 4;

  private static final Problem SLOW =
      ProblemCode.OVERLOADED.problem(
          "Messages come faster than it handles them; they wait in the journal.");

  private final String name;
  private final LaneSettings settings;
  private final LaneActions actions;
  private final LongSupplier wallMillis;
  private Strand main;
  private final Map<String, AsideStrand> asides = new HashMap<>();
  private final Tickets tickets = new Tickets();
  private long crowdedSince = NEVER;

  /** As the book has it. */
  public Lane(Identity identity, LaneSettings settings, LaneActions actions, Kept kept) {
    this.name = identity.name();
    this.settings = settings;
    this.actions = actions;
    this.wallMillis = identity.wallMillis();
    this.main = new Strand(settings, kept.position());
    for (Aside aside : kept.asides()) {
      asides.put(aside.key(), new AsideStrand(settings, aside, Optional.empty(), 0));
    }
  }

  /**
   * Which lane it is.
   *
   * @param wallMillis tells since when something is set aside
   */
  public record Identity(String name, LongSupplier wallMillis) {}

  /**
   * What the book has of a lane.
   *
   * @param position the offset up to which everything is handled, or set aside
   */
  public record Kept(long position, Collection<Aside> asides) {
    public Kept {
      asides = List.copyOf(asides);
    }
  }

  public String name() {
    return name;
  }

  /** For the book: with it this lane can begin again where it is. */
  public Kept kept() {
    return new Kept(main.position(), asides.values().stream().map(AsideStrand::aside).toList());
  }

  /** The first letters that fail now and are not set aside, by receiver. */
  public Map<String, Problem> failing() {
    var failing = new HashMap<String, Problem>();
    main.queues()
        .forEach((receiver, queue) -> queue.problem().ifPresent(why -> failing.put(receiver, why)));
    return failing;
  }

  /** Letters in memory. */
  public int letters() {
    int letters = main.letters();
    for (AsideStrand aside : asides.values()) {
      letters += aside.strand().map(Strand::letters).orElse(0);
    }
    return letters;
  }

  /** Whether everything that landed is handled or set aside. */
  public boolean isIdle() {
    return main.isEmpty() && main.cursor().isLive();
  }

  /** The journal has nothing for it behind where it begins, and nothing has landed since. */
  public void caughtUp() {
    main.cursor().startLoading();
    main.cursor().loaded(main.cursor().seen(), true);
  }

  /** Whether it has nothing to do, now or later, before something lands. */
  public boolean isAtRest() {
    return isIdle() && asides.isEmpty();
  }

  /** Offered a commit that landed just now; the letters are those of this lane in it. */
  public void landed(long offset, List<Letter> letters, long now) {
    if (main.cursor().isLive() && main.letters() >= settings.letters()) {
      main.cursor().fallBehind();
    }
    if (main.cursor().landed(offset)) {
      letters.forEach(letter -> offer(letter, now));
    }
  }

  /** Whether a commit that lands now would be taken; if not, nobody need work out its letters. */
  public boolean isLive() {
    return main.cursor().isLive();
  }

  /**
   * Lets go of what is in memory; it is read again with the next tick. What is on its way may still
   * be handled, and is then recognised.
   */
  public void forget() {
    Kept kept = kept();
    main = new Strand(settings, kept.position());
    asides.clear();
    for (Aside aside : kept.asides()) {
      asides.put(aside.key(), new AsideStrand(settings, aside, Optional.empty(), 0));
    }
  }

  /** Commits may have landed without being offered. */
  public void missed() {
    main.cursor().fallBehind();
  }

  /**
   * A reading has ended.
   *
   * @param upTo the offset of the last commit that was read, or where the reading began
   * @param end whether there was no more
   */
  public void loaded(long ticket, List<Letter> letters, long upTo, boolean end, long now) {
    if (main.reads(ticket)) {
      letters.forEach(letter -> offer(letter, now));
      main.cursor().loaded(upTo, end);
    } else {
      reading(ticket).ifPresent(it -> loaded(it, new AsideStrand.Page(letters, upTo, end), now));
    }
    tick(now);
  }

  private void loaded(AsideStrand aside, AsideStrand.Page page, long now) {
    List<Letter> own =
        page.letters().stream()
            .filter(letter -> asideOf(letter.receiver()).filter(aside::equals).isPresent())
            .toList();
    boolean mayJoin = aside.isGroup() || !asides.containsKey(Aside.group(aside.key()));
    if (aside.loaded(new AsideStrand.Page(own, page.upTo(), page.end()), mayJoin, now)) {
      asides.remove(aside.key());
      aside.strand().ifPresent(caughtUp -> caughtUp.moveTo(main));
    }
  }

  /** Where letters of a receiver are that is set aside, alone or with its group. */
  private Optional<AsideStrand> asideOf(String receiver) {
    AsideStrand own = asides.get(receiver);
    return Optional.ofNullable(own == null ? asides.get(Aside.group(receiver)) : own);
  }

  /** A reading has failed; it is made again later. */
  public void notLoaded(long ticket) {
    if (main.reads(ticket)) {
      main.cursor().loaded(main.cursor().seen(), false);
    } else {
      reading(ticket)
          .flatMap(AsideStrand::strand)
          .ifPresent(it -> it.cursor().loaded(it.cursor().seen(), false));
    }
  }

  /** What is set aside and waits for this reading; gone where it was set aside again meanwhile. */
  private Optional<AsideStrand> reading(long ticket) {
    return asides.values().stream().filter(aside -> aside.reads(ticket)).findAny();
  }

  private void offer(Letter letter, long now) {
    Optional<AsideStrand> aside = asideOf(letter.receiver());
    if (aside.isPresent()) {
      aside.get().skipped(letter);
      return;
    }
    main.add(letter);
    main.queue(letter.receiver()).ifPresent(queue -> queue.send(now, actions));
  }

  public void answered(Letter letter, Verdict verdict, long now) {
    Optional<AsideStrand> aside = asideOf(letter.receiver());
    if (!main.answered(letter, verdict, now) && aside.isPresent()) {
      aside.get().strand().ifPresent(strand -> strand.answered(letter, verdict, now));
      turn(aside.get(), now);
      return;
    }
    main.queue(letter.receiver()).ifPresent(queue -> queue.send(now, actions));
    read();
  }

  /**
   * Tries again what waited long enough, sets aside what is stuck, or slow while others wait for
   * room, and reads on where there is room.
   */
  public void tick(long now) {
    for (String receiver : main.stuck(now)) {
      // Its whole service may have been set aside just before it.
      if (main.queue(receiver).isPresent()) {
        setAside(receiver, now);
      }
    }
    relieve(now);
    main.queues().values().forEach(queue -> queue.send(now, actions));
    List.copyOf(asides.values()).forEach(aside -> turn(aside, now));
    read();
  }

  /** Whoever takes long over its letters does not keep those of others in the journal. */
  private void relieve(long now) {
    if (main.cursor().isLive() || main.letters() <= settings.letters() / 2) {
      crowdedSince = NEVER;
      return;
    }
    if (crowdedSince == NEVER) {
      crowdedSince = now;
    }
    if (now - crowdedSince < settings.asideAfter().toMillis()) {
      return;
    }
    int longest = main.queues().values().stream().mapToInt(ReceiverQueue::size).max().orElse(0);
    for (String receiver : List.copyOf(main.queues().keySet())) {
      Optional<ReceiverQueue> queue = main.queue(receiver);
      if (queue.isPresent() && (queue.get().isSlow(now) || queue.get().size() == longest)) {
        if (asidesOf(Aside.group(receiver)) < mostAlone()) {
          setAside(receiver, receiver, now);
        }
      }
    }
    crowdedSince = now;
  }

  private void turn(AsideStrand aside, long now) {
    if (aside.isGroup()) {
      split(aside, now);
    }
    aside.tick(now, actions, tickets);
  }

  /** Receivers of a group that alone hold up all the others are set aside on their own. */
  private void split(AsideStrand group, long now) {
    for (String receiver : group.holdingUp(now)) {
      if (asidesOf(group.key()) > mostAlone()) {
        return;
      }
      Strand strand = group.strand().orElseThrow();
      ReceiverQueue queue = strand.queue(receiver).orElseThrow();
      Aside alone = aside(receiver, queue);
      var own = new AsideStrand(settings, alone, queue.tried(), now + pause(alone));
      strand.drop(receiver);
      asides.put(receiver, own);
    }
  }

  private long asidesOf(String group) {
    return asides.keySet().stream().filter(key -> Aside.group(key).equals(group)).count();
  }

  /** Receivers of one group that are set aside alone: each may have a page in memory. */
  private int mostAlone() {
    return ALONE * settings.asides();
  }

  private long pause(Aside aside) {
    return settings.pause(aside.failures());
  }

  private Aside aside(String key, ReceiverQueue queue) {
    return new Aside(
        key, queue.first(), wallMillis.getAsLong(), queue.failures(), queue.problem().orElse(SLOW));
  }

  /** There is reason to believe that this service takes messages now. */
  public void nudge(String service, long now) {
    for (AsideStrand aside : List.copyOf(asides.values())) {
      if (Aside.group(aside.key()).equals(service)) {
        aside.nudge(now);
        turn(aside, now);
      }
    }
  }

  private void read() {
    if (!main.cursor().isLive()
        && !main.cursor().isLoading()
        && main.letters() <= settings.letters() / 2) {
      main.load(actions, tickets);
    }
  }

  private void setAside(String receiver, long now) {
    boolean all = main.queue(receiver).orElseThrow().isGroupUnreachable();
    setAside(receiver, receiver, now);
    String group = Aside.group(receiver);
    if (!group.equals(receiver) && asidesOf(group) > (all ? settings.asides() : mostAlone())) {
      widen(group, now);
    }
  }

  /** Sets a receiver aside, or the whole service because of it. */
  private void setAside(String key, String receiver, long now) {
    ReceiverQueue queue = main.queue(receiver).orElseThrow();
    replace(aside(key, queue), queue.tried(), now);
  }

  /** Too many receivers of one group: all of it is set aside, from the first letter on. */
  private void widen(String group, long now) {
    Aside first =
        asides.values().stream()
            .map(AsideStrand::aside)
            .filter(aside -> Aside.group(aside.key()).equals(group))
            .min((one, other) -> one.from().compareTo(other.from()))
            .orElseThrow();
    replace(
        new Aside(group, first.from(), first.since(), first.failures(), first.problem()),
        Optional.empty(),
        now);
  }

  /** Everything that an aside concerns is in it from now on: from the first letter of all. */
  private void replace(Aside aside, Optional<ReceiverQueue.Tried> tried, long now) {
    MessageId from = aside.from();
    for (String receiver : List.copyOf(main.queues().keySet())) {
      if (aside.concerns(receiver)) {
        MessageId dropped = main.drop(receiver);
        from = dropped.compareTo(from) < 0 ? dropped : from;
      }
    }
    for (AsideStrand other : List.copyOf(asides.values())) {
      if (aside.concerns(other.key())) {
        Aside narrower = other.aside();
        from = narrower.from().compareTo(from) < 0 ? narrower.from() : from;
        asides.remove(other.key());
      }
    }
    var whole = new Aside(aside.key(), from, aside.since(), aside.failures(), aside.problem());
    long nextTry = now + settings.pause(aside.failures());
    asides.put(aside.key(), new AsideStrand(settings, whole, tried, nextTry));
  }
}
