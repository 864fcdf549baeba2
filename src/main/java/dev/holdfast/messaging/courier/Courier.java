package dev.holdfast.messaging.courier;

import dev.holdfast.journal.AppendSignals;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.Opening;
import dev.holdfast.journal.messages.OutgoingListener;
import dev.holdfast.messaging.directory.Calendar;
import dev.holdfast.messaging.directory.Directory;
import dev.holdfast.messaging.lanes.Lane;
import dev.holdfast.messaging.lanes.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what the commits of one slice cause, on the node that owns the slice: sends and messages
 * of topics along their lanes, timers when they are due, and writes down how far it is.
 *
 * <p>Invariant: it works under one epoch and ends when the slice is lost. Whatever it had in memory
 * is in the journal, so its successor begins where the book says, and receivers recognise what they
 * are handed twice.
 *
 * <pre>
 *   commit lands ──► lanes ──► receivers ──(verdict)──► lanes ──► book, now and then
 *               ├──► timers ──(due)──► their instances
 *               └──► what is parked ──► book
 * </pre>
 */
final class Courier extends AbstractBehavior<CourierMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration BUSY = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** When nothing can happen but by the clock or a commit, which wakes it. */
  private static final Duration ASLEEP = Duration.ofSeconds(5);

  /** No directory has been looked at. */
  private static final long NONE = -1;

  /** Timers of one slice that go off side by side. */
  private static final int TOGETHER = 256;

  private final CourierParts parts;
  private final int slice;
  private final TimerScheduler<CourierMessage> ticks;
  private final Errands errands;
  private final Lanes lanes;
  private final TimerShelf timers;
  private final Agenda agenda;
  private final Book book = new Book();
  private final AppendSignals.Subscription feed;
  private Optional<Instant> wake = Optional.empty();
  private long directory = NONE;
  private long openingFor = NONE;
  private boolean opened;
  private boolean opening;
  private boolean landedWhileOpening;
  private boolean stirred = true;
  private boolean stopping;
  private long kept;

  private Courier(
      ActorContext<CourierMessage> context,
      TimerScheduler<CourierMessage> ticks,
      CourierParts parts,
      int slice,
      long epoch) {
    super(context);
    this.parts = parts;
    this.slice = slice;
    this.ticks = ticks;
    this.errands = new Errands(parts, slice, epoch, context.getSelf()::tell);
    this.lanes = new Lanes(parts, errands, book);
    this.timers = new TimerShelf(parts.settings().timers(), parts.settings().timerHorizon());
    this.agenda = new Agenda(parts.settings().lanes(), slice);
    this.feed = parts.journal().outgoing().subscribe(slice, new Listener(context));
    this.kept = millis();
  }

  static Behavior<CourierMessage> create(CourierParts parts, int slice, long epoch) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                ticks -> {
                  context.getSelf().tell(CourierMessage.Tick.TICK);
                  return new Courier(context, ticks, parts, slice, epoch);
                }));
  }

  /** Tells the actor what the journal's writer tells, without waiting. */
  private static final class Listener implements OutgoingListener {
    private final org.apache.pekko.actor.typed.ActorRef<CourierMessage> self;

    Listener(ActorContext<CourierMessage> context) {
      self = context.getSelf();
    }

    @Override
    public void landed(CommitRow row) {
      self.tell(new CourierMessage.Landed(row));
    }

    @Override
    public void missed() {
      self.tell(CourierMessage.Missed.MISSED);
    }
  }

  @Override
  public Receive<CourierMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(CourierMessage.class, this::onMessage)
        .onSignal(PostStop.class, _ -> ended())
        .build();
  }

  private Behavior<CourierMessage> ended() {
    parts.counters().letters(slice, 0);
    feed.close();
    return this;
  }

  private Behavior<CourierMessage> onMessage(CourierMessage message) {
    long now = millis();
    if (directory != NONE) {
      look(now);
    }
    if (!(message instanceof CourierMessage.Tick)) {
      stir();
    }
    switch (message) {
      case CourierMessage.Landed(CommitRow row) -> landed(row, now);
      case CourierMessage.Missed _ -> {
        landedWhileOpening = true;
        lanes.missed();
      }
      case CourierMessage.Opened(Opening opening) -> opened(opening, now);
      case CourierMessage.Loaded loaded -> loaded(loaded, now);
      case CourierMessage.NotLoaded(String lane, long ticket) -> lanes.notLoaded(lane, ticket);
      case CourierMessage.Answered(String lane, Letter letter, var verdict) ->
          lanes.answered(lane, letter, verdict, now);
      case CourierMessage.TimersLoaded(var rows, var next) ->
          timers.loaded(rows, next, parts.clock().instant());
      case CourierMessage.Fired(Firing firing, var verdict) ->
          timers.ended(firing, verdict, parts.settings().lanes(), now);
      case CourierMessage.Calendars(var last) -> follow(last);
      case CourierMessage.Ran(Agenda.Entry entry, var verdict) ->
          agenda
              .ended(entry, verdict, now)
              .ifPresent(due -> errands.ran(entry.calendar().name(), due));
      case CourierMessage.Kept(Book.Page page, var result) -> {
        if (result == CourierMessage.Result.FENCED) {
          LOG.debug("Slice {} is somebody else's now; its courier ends", slice);
          return Behaviors.stopped();
        }
        boolean written = result == CourierMessage.Result.DONE;
        timers.kept(written);
        book.kept(page, written);
        if (stopping) {
          return Behaviors.stopped();
        }
      }
      case CourierMessage.Failed(String what) -> failed(what);
      case CourierMessage.Tick _ -> {
        // The clock may have been set since.
        wake = Optional.empty();
        tick(now);
      }
      case CourierMessage.Due _ -> wake = Optional.empty();
      case CourierMessage.Stop _ -> {
        stopping = true;
        if (!opened || (!keep(now) && !book.isBeingWritten())) {
          return Behaviors.stopped();
        }
        return this;
      }
    }
    if (!stopping) {
      work(now);
    }
    return this;
  }

  /** Something happened, so more may: the next tick is soon. */
  private void stir() {
    if (!stirred) {
      stirred = true;
      ticks.startSingleTimer(CourierMessage.Tick.TICK, IDLE);
    }
  }

  private void opened(Opening found, long now) {
    opening = false;
    // A lane that came up meanwhile may not be in it, and would begin at the very beginning.
    if (openingFor == directory) {
      if (lanes.isEmpty() && found.timers()) {
        timers.readAll();
      }
      opened = true;
      lanes.open(found, !landedWhileOpening, now);
    }
  }

  private void failed(String what) {
    switch (what) {
      case Errands.OPENING -> opening = false;
      case Errands.TIMERS -> timers.notLoaded();
      // Looked at again with the next tick.
      case Errands.CALENDARS -> directory = NONE;
      default -> throw new IllegalArgumentException("Nobody asked for " + what);
    }
  }

  private void landed(CommitRow row, long now) {
    landedWhileOpening = true;
    row.commit().outbox().publications().forEach(it -> parts.topics().published(it.topic()));
    if (lanes.isIndexed(row.offset())) {
      note(row);
    }
    lanes.landed(row, now);
  }

  /** What a commit does to the timers and to what is parked. */
  private void note(CommitRow row) {
    timers.apply(row, parts.clock().instant());
    book.apply(row);
  }

  private void loaded(CourierMessage.Loaded loaded, long now) {
    if (loaded.lane().equals(Deliveries.INDEX)) {
      loaded.rows().forEach(this::note);
      loaded
          .rows()
          .forEach(
              row ->
                  row.commit()
                      .outbox()
                      .publications()
                      .forEach(it -> parts.topics().known(it.topic())));
    }
    lanes.loaded(loaded, now);
  }

  private void tick(long now) {
    look(now);
    if (!opened && !opening) {
      opening = true;
      landedWhileOpening = false;
      openingFor = directory;
      errands.open();
    }
    lanes.tick(now);
    parts.counters().letters(slice, lanes.letters());
    if (now - kept >= parts.settings().keepInterval().toMillis()) {
      stirred = keep(now) || book.isBeingWritten();
    }
    ticks.startSingleTimer(CourierMessage.Tick.TICK, pause());
  }

  /** Another directory counts for the very next message: what is paused gets no more. */
  private void look(long now) {
    Directory current = parts.directory().get();
    if (current.version() != directory) {
      directory = current.version();
      stir();
      timers.follow(takers(current));
      if (lanes.follow(current, now)) {
        opened = false;
      }
      if (!calendars(current).isEmpty()) {
        errands.readCalendars(calendars(current));
      } else {
        agenda.follow(List.of(), Map.of());
      }
    }
  }

  private static Set<String> takers(Directory current) {
    Set<String> takers = new HashSet<>(current.services());
    takers.removeAll(current.pausedServices());
    return takers;
  }

  /** Calendars of instances in this slice. */
  private List<Calendar> calendars(Directory current) {
    return current.calendars().stream()
        .filter(it -> parts.journal().slices().of(it.call().target().key()) == slice)
        .toList();
  }

  private void follow(Map<String, Instant> last) {
    agenda.follow(calendars(parts.directory().get()), last);
  }

  /** Timers that are due now go off; one that is due soon is not left to the next tick. */
  private void work(long now) {
    if (!opened) {
      return;
    }
    Instant time = parts.clock().instant();
    timers.wanted(time).ifPresent(errands::loadTimers);
    List<Firing> due = timers.due(time, now, TOGETHER);
    due.forEach(errands::fire);
    agenda.due(time, now).ifPresent(entry -> errands.run(entry, agenda.origin(entry)));
    Optional<Instant> next =
        Stream.concat(timers.next(time).stream(), agenda.next(time).stream())
            .min(Instant::compareTo)
            .filter(it -> it.isBefore(time.plus(ASLEEP)));
    if (next.isPresent() && next.get().isAfter(time) && !next.equals(wake)) {
      wake = next;
      ticks.startSingleTimer(CourierMessage.Due.DUE, Duration.between(time, next.get()));
    }
  }

  private Duration pause() {
    boolean late = timers.first().filter(it -> !it.isAfter(parts.clock().instant())).isPresent();
    if (lanes.isBusy() || late) {
      return BUSY;
    }
    return stirred || !opened || !lanes.isAtRest() ? IDLE : ASLEEP;
  }

  private boolean keep(long now) {
    if (!opened || book.isBeingWritten()) {
      return false;
    }
    kept = now;
    Collection<Lane> all = lanes.all();
    Optional<Book.Page> page = book.nextPage(all, timers.startKeeping(), lanes.indexPosition());
    if (page.isEmpty()) {
      timers.kept(false);
      return false;
    }
    errands.keep(page.get());
    return true;
  }

  private static long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
