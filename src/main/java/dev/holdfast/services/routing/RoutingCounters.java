package dev.holdfast.services.routing;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What routing counts; read by the metrics. */
public final class RoutingCounters {
  final LongAdder sentAgain = new LongAdder();
  final LongAdder silences = new LongAdder();

  private volatile LongConsumer interruptions = nanos -> {};

  /**
   * Is told how long each call took that had to be sent again before it was answered, in
   * nanoseconds: what a caller noticed of an instance that was moving or lost.
   */
  public void whenInterrupted(LongConsumer listener) {
    interruptions = listener;
  }

  void interrupted(long nanos) {
    interruptions.accept(nanos);
  }

  /** Calls sent again because they were certainly not handled. */
  public long sentAgain() {
    return sentAgain.sum();
  }

  /** Calls sent again because nothing was heard of them. */
  public long silences() {
    return silences.sum();
  }
}
