package dev.holdfast.journal.postgresql;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.store.JdbcCommitReads;
import dev.holdfast.journal.store.ReadPool;
import dev.holdfast.journal.store.Sql;
import java.util.List;

/** Reads a slice by its index. */
final class PostgresCommitReads extends JdbcCommitReads {
  private static final String SLICE =
      "SELECT "
          + Sql.COMMIT
          + " FROM journal j WHERE j.slice = ? AND j.slice_offset > ?"
          + " ORDER BY j.slice_offset LIMIT ?";

  PostgresCommitReads(ReadPool pool) {
    super(pool);
  }

  @Override
  public List<CommitRow> slice(int slice, long after, int limit) {
    return read(
        connection ->
            Sql.query(
                connection,
                SLICE,
                statement -> {
                  statement.setInt(1, slice);
                  statement.setLong(2, after);
                  statement.setInt(3, limit);
                },
                result -> Sql.commit(result, 1)));
  }
}
