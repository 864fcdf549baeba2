package dev.holdfast.services.hosting;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What the entities of a node count; read by the metrics, written on the hot path. */
public final class ServiceCounters {
  final LongAdder commits = new LongAdder();
  final LongAdder replays = new LongAdder();
  final LongAdder recoveries = new LongAdder();
  final LongAdder replayedCommits = new LongAdder();
  final LongAdder refusedFull = new LongAdder();
  final LongAdder misdelivered = new LongAdder();
  final LongAdder failedHandlers = new LongAdder();

  private volatile LongConsumer recoveryTimes = nanos -> {};

  /** Is told how long each recovery took, in nanoseconds. */
  public void whenRecovered(LongConsumer listener) {
    recoveryTimes = listener;
  }

  void recovered(long nanos) {
    recoveries.increment();
    recoveryTimes.accept(nanos);
  }

  public long commits() {
    return commits.sum();
  }

  /** Calls answered from the dedup window. */
  public long replays() {
    return replays.sum();
  }

  public long recoveries() {
    return recoveries.sum();
  }

  public long replayedCommits() {
    return replayedCommits.sum();
  }

  /** Requests refused because their instance had too many waiting. */
  public long refusedFull() {
    return refusedFull.sum();
  }

  /** Messages that reached an instance they were not for. */
  public long misdelivered() {
    return misdelivered.sum();
  }

  public long failedHandlers() {
    return failedHandlers.sum();
  }
}
