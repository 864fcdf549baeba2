package dev.holdfast.messaging.courier;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What couriers count; read by the metrics. */
public final class MessagingCounters {
  final LongAdder delivered = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder givenUp = new LongAdder();
  final LongAdder fired = new LongAdder();
  private volatile LongConsumer fireLag = millis -> {};

  /** Messages that their receivers have in their journals. */
  public long delivered() {
    return delivered.sum();
  }

  /** Messages that were not taken and are tried again. */
  public long retried() {
    return retried.sum();
  }

  /** Messages that were tried often enough and are parked. */
  public long givenUp() {
    return givenUp.sum();
  }

  public long fired() {
    return fired.sum();
  }

  /** Is told how late each timer was, in milliseconds. */
  public void whenFired(LongConsumer listener) {
    fireLag = listener;
  }

  void fired(long lagMillis) {
    fired.increment();
    fireLag.accept(lagMillis);
  }
}
