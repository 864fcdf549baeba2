package dev.holdfast.journal.messages;

import dev.holdfast.journal.AppendSignals.Subscription;

/**
 * Hands over commits with an outbox as they land in this process.
 *
 * <p>Invariant: from the moment of the subscription on, every such commit that this process writes
 * to the slice is told by {@code landed}, or {@code missed} is called after it landed. So subscribe
 * first, then read what is there by {@link OutgoingReads}; what comes twice has the same offset.
 * What another owner wrote is told by {@code missed} when the slice is claimed again.
 */
public interface OutgoingFeed {
  /** Listens to a slice until closed; a later listener takes the place of an earlier one. */
  Subscription subscribe(int slice, OutgoingListener listener);
}
