package dev.holdfast.journal.store;

import dev.holdfast.journal.messages.Bookkeeping;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fenced writes beside the hot path. Each checks and locks the slice's row, so a claim waits for it
 * and what comes after a claim is refused.
 */
public interface SideLane extends AutoCloseable {
  /**
   * Keeps one snapshot an entity.
   *
   * @return the entities whose snapshot is now this one or a later one; the others are fenced
   */
  Set<String> snapshots(int writer, List<SnapshotRow> rows) throws SQLException;

  /**
   * Deletes commits up to a sequence number. The slice's floor and the entity's highest sequence
   * are raised in a transaction before it, so that neither number is ever given again.
   *
   * @return false when the writer does not own the slice at this epoch
   */
  boolean delete(int writer, Deletion deletion) throws SQLException;

  /**
   * Changes the delivery book of slices, in one transaction, where the writer owns the slice at the
   * epoch; what is of another epoch is left out.
   *
   * @return the epochs of those of the slices that the writer owns
   */
  Map<Integer, Long> keep(int writer, List<Keeping> keepings) throws SQLException;

  /** Forgets the snapshot of an entity up to a sequence number. */
  void deleteSnapshot(String entity, long toSequence) throws SQLException;

  @Override
  void close();

  /** A snapshot on its way to the database. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier; never compared
  record SnapshotRow(
      String entity, int slice, long epoch, long sequence, String version, byte[] content) {}

  /** What to change in the delivery book of a slice, and by whose right. */
  record Keeping(int slice, long epoch, Bookkeeping changes) {}

  /** What to delete, and by whose right. */
  record Deletion(String entity, int slice, long epoch, long toSequence) {}
}
