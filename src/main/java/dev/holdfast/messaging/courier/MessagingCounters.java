package dev.holdfast.messaging.courier;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What couriers count; read by the metrics. */
public final class MessagingCounters {
  final LongAdder delivered = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder givenUp = new LongAdder();
  final LongAdder fired = new LongAdder();
  private final Map<Integer, Integer> letters = new ConcurrentHashMap<>();
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

  /** Messages in memory, of all slices held here. */
  public long letters() {
    return letters.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** So many are in memory of a slice now. */
  void letters(int slice, int count) {
    if (count == 0) {
      letters.remove(slice);
    } else {
      letters.put(slice, count);
    }
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
