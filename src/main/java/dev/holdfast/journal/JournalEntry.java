package dev.holdfast.journal;

import dev.holdfast.protocol.Commit;

/**
 * What an entity hands to the journal and gets back on recovery: a commit and the epoch under which
 * the entity runs. The epoch is captured when the entity starts, never looked up when it writes.
 *
 * <p>Invariant: the offset is 0 until the journal has placed the commit, and then never changes.
 * The writer calls {@link #placedAt} before it completes the write, so the entity may read it
 * after.
 */
public final class JournalEntry {
  private final long epoch;
  private final Commit commit;
  private volatile long offset;

  public JournalEntry(long epoch, Commit commit) {
    this.epoch = epoch;
    this.commit = commit;
  }

  public long epoch() {
    return epoch;
  }

  public Commit commit() {
    return commit;
  }

  /** The commit's number within its slice. */
  public long offset() {
    return offset;
  }

  public JournalEntry placedAt(long where) {
    offset = where;
    return this;
  }
}
