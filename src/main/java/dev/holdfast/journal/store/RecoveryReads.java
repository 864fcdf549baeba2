package dev.holdfast.journal.store;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.CommitRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads for many entities in one question; the answers stand in the order of the requests. */
public interface RecoveryReads {
  List<Optional<StoredSnapshot>> snapshots(List<String> entities) throws SQLException;

  /** The highest sequence of each entity with its first commits, a page at most. */
  List<Head> heads(List<From> requests, Limit limit) throws SQLException;

  /** Commits of one entity in order. */
  List<CommitRow> page(String entity, long from, long to, Limit limit) throws SQLException;

  /**
   * How much to read at a time.
   *
   * @param bytes a commit that begins past them is left for later; the first never is
   */
  record Limit(int commits, long bytes) {}

  /** Where a replay begins. */
  record From(String entity, long sequence) {}

  /** What a replay finds there. */
  record Head(long highest, List<CommitRow> commits) {
    public Head {
      commits = List.copyOf(commits);
    }
  }
}
