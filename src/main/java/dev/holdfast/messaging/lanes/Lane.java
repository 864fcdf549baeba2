package dev.holdfast.messaging.lanes;

import java.util.Collection;
import java.util.List;
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

  private final String name;
  private final LaneSettings settings;
  private final LaneActions actions;
  private final LongSupplier wallMillis;
  private Strand main;
  private Asides asides;
  private final Tickets tickets = new Tickets();
  private long crowdedSince = NEVER;

  /** As the book has it. */
  public Lane(Identity identity, LaneSettings settings, LaneActions actions, Kept kept) {
    this.name = identity.name();
    this.settings = settings;
    this.actions = actions;
    this.wallMillis = identity.wallMillis();
    this.main = new Strand(settings, kept.position());
    this.asides = new Asides(settings, wallMillis, kept.asides());
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
    return new Kept(main.position(), asides.kept());
  }

  /** Letters in memory. */
  public int letters() {
    return main.letters() + asides.letters();
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
    asides = new Asides(settings, wallMillis, kept.asides());
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
      var page = new AsideStrand.Page(letters, upTo, end);
      asides
          .reading(ticket)
          .flatMap(aside -> asides.loaded(aside, page, now))
          .ifPresent(caughtUp -> caughtUp.moveTo(main));
    }
    tick(now);
  }

  /** A reading has failed; it is made again later. */
  public void notLoaded(long ticket) {
    if (main.reads(ticket)) {
      main.cursor().loaded(main.cursor().seen(), false);
    } else {
      asides
          .reading(ticket)
          .flatMap(AsideStrand::strand)
          .ifPresent(it -> it.cursor().loaded(it.cursor().seen(), false));
    }
  }

  private void offer(Letter letter, long now) {
    Optional<AsideStrand> aside = asides.of(letter.receiver());
    if (aside.isPresent()) {
      aside.get().skipped(letter);
      return;
    }
    main.add(letter);
    main.queue(letter.receiver()).ifPresent(queue -> queue.send(now, actions));
  }

  public void answered(Letter letter, Verdict verdict, long now) {
    Optional<AsideStrand> aside = asides.of(letter.receiver());
    if (!main.answered(letter, verdict, now) && aside.isPresent()) {
      aside.get().strand().ifPresent(strand -> strand.answered(letter, verdict, now));
      if (aside.get().isOpen()) {
        asides.turn(aside.get(), now, actions, tickets);
      }
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
        asides.take(receiver, main, now);
      }
    }
    relieve(now);
    main.queues().values().forEach(queue -> queue.send(now, actions));
    asides.tick(now, actions, tickets);
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
      if (queue.isPresent() && isInTheWay(queue.get(), longest, now) && asides.hasRoom(receiver)) {
        asides.takeAlone(receiver, main, now);
      }
    }
    crowdedSince = now;
  }

  private boolean isInTheWay(ReceiverQueue queue, int longest, long now) {
    boolean hot = queue.size() == longest && longest > settings.window();
    return queue.isSlow(now) || hot;
  }

  /** There is reason to believe that this service takes messages now. */
  public void nudge(String service, long now) {
    asides.nudge(service, now);
    asides.tick(now, actions, tickets);
  }

  private void read() {
    if (!main.cursor().isLive()
        && !main.cursor().isLoading()
        && main.letters() <= settings.letters() / 2) {
      main.load(actions, tickets);
    }
  }
}
