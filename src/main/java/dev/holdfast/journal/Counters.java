package dev.holdfast.journal;

import java.util.concurrent.atomic.LongAdder;

/** The writer's counters, readable at any time. */
final class Counters {
  final LongAdder batches = new LongAdder();
  final LongAdder rows = new LongAdder();
  final LongAdder fenced = new LongAdder();
  final LongAdder fenceReached = new LongAdder();
  final LongAdder unknown = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder claims = new LongAdder();
  final LongAdder reconnects = new LongAdder();
  final LongAdder writeNanos = new LongAdder();
  final LongAdder claimNanos = new LongAdder();
  final LongAdder confirmations = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder pauses = new LongAdder();
  private volatile long largestBatch;

  /** For the writer's thread alone. */
  void landed(int batchRows) {
    rows.add(batchRows);
    if (batchRows > largestBatch) {
      largestBatch = batchRows;
    }
  }

  JournalMetrics read(int queued) {
    return new JournalMetrics(
        batches.sum(),
        rows.sum(),
        queued,
        fenced.sum(),
        fenceReached.sum(),
        unknown.sum(),
        refused.sum(),
        claims.sum(),
        reconnects.sum(),
        writeNanos.sum(),
        claimNanos.sum(),
        confirmations.sum(),
        lost.sum(),
        pauses.sum(),
        largestBatch);
  }
}
