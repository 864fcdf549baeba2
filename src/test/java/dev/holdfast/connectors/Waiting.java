package dev.holdfast.connectors;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits for a real system by asking it again and again. */
final class Waiting {
  private static final long POLL_MILLIS = 5;

  private Waiting() {}

  static void until(Duration patience, Supplier<String> seen, BooleanSupplier reached)
      throws InterruptedException {
    var never = new CountDownLatch(1);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        Assertions.fail("not reached within " + patience.toSeconds() + " s: " + seen.get());
      }
      Assertions.assertFalse(never.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
    }
  }
}
