package dev.holdfast.cli.drills.site;

import dev.holdfast.cli.local.LocalFailed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How a drill waits: until something holds, until time is over, or until it is told to stop. */
public final class Patience {
  private static final Duration POLL = Duration.ofMillis(50);

  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Whoever waits is thrown out, now and later; from any thread. */
  public void stop() {
    stopping.countDown();
  }

  public void pause(Duration time) {
    try {
      if (stopping.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LocalFailed("stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailed("interrupted", e);
    }
  }

  /** Waits until something holds; false when it did not within the time. */
  public boolean until(BooleanSupplier holds, Duration most) {
    long deadline = System.nanoTime() + most.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }
}
