package dev.holdfast.messaging.operations;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.messages.OutgoingReads.Backlog;
import dev.holdfast.journal.messages.SubscriptionRow;
import dev.holdfast.messaging.directory.Names;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** How far subscriptions are behind, as the book has it: what was delivered is in it soon after. */
final class Lag {
  /** Commits that are counted in one slice. */
  private static final int MOST = 10_000;

  private final Journal journal;
  private final InstantSource clock;

  Lag(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What a subscription has before it.
   *
   * @param commits that published to its topic and are not delivered, nor set aside
   * @param seconds since the first of them was made
   */
  record Of(long commits, double seconds) {}

  Of of(SubscriptionRow row) {
    Map<Integer, Long> reached = journal.deliveries().positionsOf(Names.lane(row));
    Backlog backlog = journal.outgoingReads().backlog(row.topic(), reached, MOST);
    double seconds =
        backlog
            .oldest()
            .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
            .orElse(0.0);
    return new Of(backlog.commits(), Math.max(0, seconds));
  }
}
