package dev.holdfast.journal;

/**
 * Counters of one journal since it was opened.
 *
 * @param rows commits written
 * @param queued commits that wait now
 * @param fenced commits refused because another owner has the slice
 * @param fenceReached commits that were sent to the database and kept out by its fence; those of
 *     slices still held were sent again
 * @param unknown commits whose outcome the database did not tell
 * @param refused commits that were not made for any other reason
 * @param claims slices claimed
 * @param reconnects how often the writer lost its connection and settled again
 * @param writeNanos time spent in the database for batches
 * @param claimNanos time spent in the database for claims, waiting for former owners included
 * @param confirmations how often the database was asked whether all slices are still held, because
 *     no append had told or a strong read wanted to know
 * @param lostSlices slices that somebody took, or that were gone after the database went back
 * @param pauses how often the process stood still for longer than the threshold
 * @param largestBatch commits in the largest group commit
 */
public record JournalMetrics(
    long batches,
    long rows,
    long queued,
    long fenced,
    long fenceReached,
    long unknown,
    long refused,
    long claims,
    long reconnects,
    long writeNanos,
    long claimNanos,
    long confirmations,
    long lostSlices,
    long pauses,
    long largestBatch) {}
