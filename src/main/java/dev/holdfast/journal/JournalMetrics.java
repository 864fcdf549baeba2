package dev.holdfast.journal;

/**
 * Counters of one journal since it was opened.
 *
 * @param rows commits written
 * @param queued commits that wait now
 * @param fenced commits refused because another owner has the slice
 * @param unknown commits whose outcome the database did not tell
 * @param refused commits that were not made for any other reason
 * @param claims slices claimed
 * @param reconnects how often the writer lost its connection and settled again
 * @param writeNanos time spent in the database for batches
 */
public record JournalMetrics(
    long batches,
    long rows,
    long queued,
    long fenced,
    long unknown,
    long refused,
    long claims,
    long reconnects,
    long writeNanos) {
  public double meanBatch() {
    return batches == 0 ? 0 : (double) rows / batches;
  }
}
