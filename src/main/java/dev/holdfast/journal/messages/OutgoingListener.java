package dev.holdfast.journal.messages;

import dev.holdfast.journal.CommitRow;

/** Who hears of commits that cause messages, on the journal's writer thread: it must not wait. */
public interface OutgoingListener {
  /** A commit with an outbox is on disk; those of a slice come in the order of their offsets. */
  void landed(CommitRow row);

  /** Commits may have landed that were not told: read them. */
  void missed();
}
