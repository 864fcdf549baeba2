package dev.holdfast.messaging.promises;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that only the test moves, or the system's clock as far ahead as the test says. */
final class MovedClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  private MovedClock(InstantSource base) {
    this.base = base;
  }

  static MovedClock ticking() {
    return new MovedClock(InstantSource.system());
  }

  static MovedClock standing(Instant time) {
    return new MovedClock(InstantSource.fixed(time));
  }

  void advance(Duration time) {
    ahead.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }
}
