package dev.holdfast.messaging.directory;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.messages.SubscriptionRow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Forgets the lanes of subscriptions that were begun anew since, some time after: by then every
 * node goes along the new one, and none writes down any more how far it is along the old.
 */
public final class OldLanes {
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final Journal journal;
  private Set<String> old = Set.of();
  private long looked = System.nanoTime();

  public OldLanes(Journal journal) {
    this.journal = journal;
  }

  /** To be called again and again; mostly it does nothing. */
  public void forget() {
    if (System.nanoTime() - looked < BETWEEN.toNanos()) {
      return;
    }
    looked = System.nanoTime();
    List<SubscriptionRow> rows = journal.messagingRegistry().subscriptions();
    Set<String> found = new HashSet<>();
    for (String lane : journal.deliveries().lanes()) {
      if (rows.stream().anyMatch(row -> Names.isEarlier(lane, row))) {
        found.add(lane);
      }
    }
    found.stream().filter(old::contains).forEach(journal.deliveries()::dropLane);
    old = found;
  }
}
