package dev.holdfast.journal.postgresql;

/**
 * How the insert looks at the fence. Only {@link #SHARE} is safe; the others exist so that tests
 * can show what they let through, {@link #OFF} by a setting for tests of faults.
 */
enum FenceMode {
  /** Reads the generation and locks the row: a claim waits for us, or we see what it wrote. */
  SHARE("WITH f AS MATERIALIZED (" + FenceMode.CHECK + " FOR SHARE)"),
  /** A lock that an update of another column does not conflict with. */
  KEY_SHARE("WITH f AS MATERIALIZED (" + FenceMode.CHECK + " FOR KEY SHARE)"),
  /** Reads the generation and locks nothing. */
  PLAIN_READ("WITH f AS MATERIALIZED (" + FenceMode.CHECK + ")"),
  /** Does not look. */
  OFF("WITH f AS MATERIALIZED (SELECT 1 WHERE ?::int IS NOT NULL AND ?::bigint IS NOT NULL)");

  private static final String CHECK =
      "SELECT 1 FROM writer_fence WHERE writer_id = ? AND generation = ?";

  private final String cte;

  FenceMode(String cte) {
    this.cte = cte;
  }

  String cte() {
    return cte;
  }
}
