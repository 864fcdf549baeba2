package dev.holdfast.services.routing;

import java.util.concurrent.atomic.LongAdder;

/** What routing counts; read by the metrics. */
public final class RoutingCounters {
  final LongAdder sentAgain = new LongAdder();
  final LongAdder silences = new LongAdder();

  /** Calls sent again because they were certainly not handled. */
  public long sentAgain() {
    return sentAgain.sum();
  }

  /** Calls sent again because nothing was heard of them. */
  public long silences() {
    return silences.sum();
  }
}
