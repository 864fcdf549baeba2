package dev.holdfast.journal;

/**
 * Tells followers in this process that an entity has new commits. A nudge, not the news: the
 * follower reads the journal, and polls as a safety net where other nodes may write.
 */
public interface AppendSignals {
  /** Runs the nudge after every append to the entity until closed; it must not block. */
  Subscription subscribe(String entity, Runnable nudge);

  /** Ends a subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
