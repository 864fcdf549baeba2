package dev.holdfast.messaging.operations;

import dev.holdfast.journal.Journal;
import dev.holdfast.journal.messages.SubscriptionRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What waits in the whole cluster, looked at seldom, because some of it has to be counted. Every
 * node tells the same, so an alarm takes the largest.
 */
public final class Levels {
  /** Subscriptions that are told of; a label needs a bound. */
  private static final int MOST = 200;

  private final Journal journal;
  private final Lag lag;
  private final Duration between;
  private volatile Consumer<Seen> listener = _ -> {};
  private volatile Seen last = new Seen(0, 0, Map.of());
  private long looked;

  /**
   * Looks at most so often.
   *
   * @param between two looks
   */
  public Levels(Journal journal, InstantSource clock, Duration between) {
    this.journal = journal;
    this.lag = new Lag(journal, clock);
    this.between = between;
    this.looked = System.nanoTime() - between.toNanos();
  }

  /**
   * What was seen.
   *
   * @param lags by subscription
   */
  public record Seen(long parked, long timers, Map<String, Behind> lags) {
    public Seen {
      lags = Map.copyOf(lags);
    }
  }

  /**
   * How far a subscription is behind.
   *
   * @param commits that are not delivered
   * @param seconds since the first of them
   */
  public record Behind(long commits, double seconds) {}

  public Seen last() {
    return last;
  }

  /** Is told of the last look and of each one to come. */
  public void whenSeen(Consumer<Seen> who) {
    listener = who;
    who.accept(last);
  }

  /** To be called again and again, on a thread that may wait; mostly it does nothing. */
  public void look() {
    if (System.nanoTime() - looked < between.toNanos()) {
      return;
    }
    looked = System.nanoTime();
    Map<String, Behind> lags = new TreeMap<>();
    for (SubscriptionRow row : journal.messagingRegistry().subscriptions()) {
      if (lags.size() < MOST) {
        Lag.Of now = lag.of(row);
        lags.put(row.name(), new Behind(now.commits(), now.seconds()));
      }
    }
    last = new Seen(journal.deliveries().countParked(), journal.deliveries().countTimers(), lags);
    listener.accept(last);
  }
}
