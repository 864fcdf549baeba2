package dev.holdfast.journal;

/**
 * Decides whether a stored snapshot may be recovered from; set once on the journal by whoever hosts
 * the entities, asked by the snapshot DAO, which treats an unusable snapshot as absent.
 */
@FunctionalInterface
public interface SnapshotFilter {
  boolean usable(String entity, EntitySnapshot snapshot);
}
