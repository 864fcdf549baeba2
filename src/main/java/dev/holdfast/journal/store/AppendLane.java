package dev.holdfast.journal.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The one connection through which a writer appends and claims.
 *
 * <p>An {@link SQLException} means that the outcome is not known and the connection is to be thrown
 * away; a {@link RefusedException} that nothing was written.
 */
public interface AppendLane extends AutoCloseable {
  /** Makes a fence row for a new writer and names it. */
  int register() throws SQLException;

  /** Raises the writer's own generation: no statement sent under an earlier one can land after. */
  void renew(int writer) throws SQLException;

  /** The writer's generation and slices, read in one snapshot. */
  Ownership ownership(int writer) throws SQLException;

  /** Where each slice stands, whoever owns it. */
  Map<Integer, Standing> standings(Collection<Integer> slices) throws SQLException;

  /**
   * Takes slices from whoever has them; committed when it returns.
   *
   * @param above the slices, each with an epoch that the new one must exceed, whatever the database
   *     has forgotten
   * @return the new epoch of each slice
   */
  Map<Integer, Long> claim(int writer, Map<Integer, Long> above) throws SQLException;

  /** Writes all of the batch or nothing, in one transaction that is on disk when it returns. */
  Appended append(int writer, long generation, List<Append> batch) throws SQLException;

  /** Takes the fence row away: the writer can never append again. */
  void unregister(int writer) throws SQLException;

  @Override
  void close();

  /** How a batch ended. */
  enum Appended {
    /** All rows are on disk. */
    LANDED,
    /** The generation has changed: no row was written. */
    FENCED,
    /** A row cannot be written, such as a sequence number that is taken: no row was written. */
    CONFLICT
  }
}
