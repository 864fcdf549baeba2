package dev.holdfast.services;

import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.journal.SnapshotFilter;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What entities need of the journal beside writing their commits. */
public interface JournalAccess {
  /** The epoch this node holds for a slice; empty when it does not own it. */
  OptionalLong epoch(int slice);

  /** Proves in the database that nobody has taken the slice since. */
  CompletionStage<Boolean> validate(int slice, long epoch);

  /** Keeps a snapshot; losing it costs only time. */
  void keep(String entity, long sequence, EntitySnapshot snapshot);

  /** Offers for recovery only the snapshots that the filter accepts. */
  void onlySnapshots(SnapshotFilter filter);

  int slice(String entity);
}
