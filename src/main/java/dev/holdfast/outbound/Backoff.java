package dev.holdfast.outbound;

import dev.holdfast.settings.InvalidSetting;
import java.time.Duration;

/** Pauses between tries: each twice the one before, up to the longest. */
public record Backoff(Duration least, Duration most) {
  private static final double SPREAD = 0.2;

  public Backoff {
    if (least.isZero() || most.compareTo(least) < 0) {
      throw new InvalidSetting("least", "must be longer than nothing and at most as long as most");
    }
  }

  /**
   * The pause before a try.
   *
   * @param failed how many tries have failed, one at least
   * @param chance from 0 to 1: so that many who lost the same broker do not come back together
   */
  public Duration pause(int failed, double chance) {
    Duration pause = least;
    for (int i = 1; i < failed && pause.compareTo(most) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration bounded = pause.compareTo(most) > 0 ? most : pause;
    return Duration.ofNanos((long) (bounded.toNanos() * (1 + SPREAD * (2 * chance - 1))));
  }
}
