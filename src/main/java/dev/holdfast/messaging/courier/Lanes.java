package dev.holdfast.messaging.courier;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.Opening;
import dev.holdfast.messaging.directory.Directory;
import dev.holdfast.messaging.directory.Subscription;
import dev.holdfast.messaging.lanes.Lane;
import dev.holdfast.messaging.lanes.LaneActions;
import dev.holdfast.messaging.lanes.Letter;
import dev.holdfast.messaging.lanes.Verdict;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.services.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lanes of one slice: that of durable sends, one for each subscription, and one without letters
 * that only reads, for timers and for what is parked.
 */
final class Lanes {
  private final CourierParts parts;
  private final Errands errands;
  private final Book book;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private Directory directory = Directory.NOTHING;
  private long noted;

  /** A lane and how its letters are made. */
  private static final class Running {
    private final Lane lane;
    private Sorting sorting;
    private boolean paused;

    Running(Lane lane, Sorting sorting, boolean paused) {
      this.lane = lane;
      this.sorting = sorting;
      this.paused = paused;
    }
  }

  Lanes(CourierParts parts, Errands errands, Book book) {
    this.parts = parts;
    this.errands = errands;
    this.book = book;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /**
   * Begins the lanes that are not there yet where the book says.
   *
   * @param whole whether nothing landed since it was asked what there is
   */
  void open(Opening opening, boolean whole, long now) {
    if (!running.containsKey(Deliveries.INDEX)) {
      noted = opening.positions().getOrDefault(Deliveries.INDEX, 0L);
      start(Deliveries.INDEX, _ -> List.of(), false, opening, whole);
      start(Deliveries.SENDS, Sorting.SENDS, false, opening, whole);
    }
    for (Subscription subscription : directory.subscriptions()) {
      if (!running.containsKey(subscription.lane())) {
        start(subscription.lane(), Sorting.of(subscription), subscription.paused(), opening, whole);
      }
    }
    tick(now);
  }

  private void start(String name, Sorting sorting, boolean paused, Opening opening, boolean whole) {
    var identity = new Lane.Identity(name, () -> parts.clock().instant().toEpochMilli());
    var lane =
        new Lane(
            identity,
            parts.settings().lanes(),
            new Actions(name),
            book.opened(name, opening.positions(), opening.asides()));
    if (whole && lane.kept().position() >= opening.outgoing()) {
      lane.caughtUp();
    }
    running.put(name, new Running(lane, sorting, paused));
  }

  private final class Actions implements LaneActions {
    private final String lane;

    Actions(String lane) {
      this.lane = lane;
    }

    @Override
    public void deliver(
        Letter letter, Optional<MessageId> previous, Optional<Origin.GivenUp> givenUp) {
      errands.deliver(lane, letter, previous, givenUp);
    }

    @Override
    public void load(long ticket, long after) {
      errands.load(lane, ticket, after);
    }
  }

  /** Another directory. Returns whether the book has to be read for lanes that are new. */
  boolean follow(Directory next, long now) {
    Directory before = directory;
    directory = next;
    Set<String> wanted = new java.util.HashSet<>(List.of(Deliveries.SENDS, Deliveries.INDEX));
    boolean missing = false;
    for (Subscription subscription : next.subscriptions()) {
      wanted.add(subscription.lane());
      Running known = running.get(subscription.lane());
      if (known == null) {
        missing = true;
      } else {
        known.sorting = Sorting.of(subscription);
        if (subscription.paused() && !known.paused) {
          known.lane.forget();
        }
        known.paused = subscription.paused();
      }
    }
    running.keySet().retainAll(wanted);
    for (String service : next.services()) {
      boolean back =
          !before.services().contains(service)
              || (before.pausedServices().contains(service)
                  && !next.pausedServices().contains(service));
      if (back) {
        running.values().stream()
            .filter(one -> !one.paused)
            .forEach(one -> one.lane.nudge(service, now));
      }
    }
    return missing;
  }

  void landed(CommitRow row, long now) {
    for (Running one : running.values()) {
      if (one.paused) {
        one.lane.missed();
      } else {
        one.lane.landed(
            row.offset(), one.lane.isLive() ? one.sorting.letters(row) : List.of(), now);
      }
    }
    noteUpTo(row.offset());
  }

  void loaded(CourierMessage.Loaded loaded, long now) {
    Running one = running.get(loaded.lane());
    if (one == null) {
      return;
    }
    if (one.paused) {
      one.lane.notLoaded(loaded.ticket());
      return;
    }
    List<Letter> letters = new ArrayList<>();
    loaded.rows().forEach(row -> letters.addAll(one.sorting.letters(row)));
    long upTo = loaded.rows().isEmpty() ? loaded.after() : loaded.rows().getLast().offset();
    if (loaded.lane().equals(Deliveries.INDEX)) {
      noted = Math.max(noted, upTo);
    }
    one.lane.loaded(loaded.ticket(), letters, upTo, loaded.end(), now);
  }

  /** Whether the index takes a commit that lands; if not it reads it later. */
  boolean isIndexed(long offset) {
    Running index = running.get(Deliveries.INDEX);
    return index != null && index.lane.isLive() && offset > noted;
  }

  private void noteUpTo(long offset) {
    Running index = running.get(Deliveries.INDEX);
    if (index != null && index.lane.isLive()) {
      noted = Math.max(noted, offset);
    }
  }

  Map<String, Long> indexPosition() {
    return running.containsKey(Deliveries.INDEX) ? Map.of(Deliveries.INDEX, noted) : Map.of();
  }

  void notLoaded(String lane, long ticket) {
    Optional.ofNullable(running.get(lane)).ifPresent(one -> one.lane.notLoaded(ticket));
  }

  void answered(String lane, Letter letter, Verdict verdict, long now) {
    Optional.ofNullable(running.get(lane))
        .filter(one -> !one.paused)
        .ifPresent(one -> one.lane.answered(letter, verdict, now));
  }

  void missed() {
    running.values().forEach(one -> one.lane.missed());
  }

  void tick(long now) {
    for (Running one : running.values()) {
      if (!one.paused) {
        one.lane.tick(now);
      }
    }
  }

  /** Whether it is left to the next commit to give any lane work. */
  boolean isAtRest() {
    return running.values().stream().allMatch(one -> one.paused || one.lane.isAtRest());
  }

  boolean isBusy() {
    return running.values().stream().anyMatch(one -> !one.paused && !one.lane.isIdle());
  }

  /** Letters in memory. */
  int letters() {
    return running.values().stream().mapToInt(one -> one.lane.letters()).sum();
  }

  /** Those with letters; the index is told of by {@link #indexPosition}. */
  Collection<Lane> all() {
    return running.entrySet().stream()
        .filter(one -> !one.getKey().equals(Deliveries.INDEX))
        .map(one -> one.getValue().lane)
        .toList();
  }
}
