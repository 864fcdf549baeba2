package dev.holdfast.messaging.lanes;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Names the readings of a lane, so that one which came too late is not taken for another.
 *
 * <p>Invariant: no two readings in this process have the same name, not even of a lane and of its
 * successor after its courier has failed: a reading of the former tells nothing to the latter.
 */
final class Tickets {
  private static final AtomicLong LAST = new AtomicLong();

  long next() {
    return LAST.incrementAndGet();
  }
}
