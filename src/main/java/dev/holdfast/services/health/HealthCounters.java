package dev.holdfast.services.health;

import dev.holdfast.services.VersionHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts how a version of a service fares; written by many threads, read now and then. */
public final class HealthCounters {
  private static final int BUCKETS = 32;

  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicLongArray slower = new AtomicLongArray(BUCKETS);

  public void ended(boolean well) {
    calls.increment();
    if (!well) {
      failures.increment();
    }
  }

  /** How long a handler took where it was waited for. */
  public void took(long nanos) {
    long micros = Math.max(1, nanos / 1_000);
    slower.incrementAndGet(Math.min(BUCKETS - 1, 63 - Long.numberOfLeadingZeros(micros)));
  }

  public VersionHealth read() {
    List<Long> counts = new ArrayList<>(BUCKETS);
    for (int i = 0; i < BUCKETS; i++) {
      counts.add(slower.get(i));
    }
    return new VersionHealth(calls.sum(), failures.sum(), counts);
  }
}
