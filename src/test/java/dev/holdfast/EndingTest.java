package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a node that was superseded ends its process. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndingTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Semaphore halts = new Semaphore(0);
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void itEndsAsSoonAsEverythingIsLetGo() throws Exception {
    new Ending(closed::incrementAndGet, LONG, halts::release).begin();
    assertTrue(halts.tryAcquire(10, TimeUnit.SECONDS));
    assertEquals(1, closed.get());
  }

  @Test
  void itEndsInTimeThoughAPartHangsAndWhoeverCalledIsNotHeldUp() throws Exception {
    var never = new CountDownLatch(1);
    new Ending(() -> await(never), Duration.ofMillis(100), halts::release).begin();
    assertTrue(halts.tryAcquire(10, TimeUnit.SECONDS));
    never.countDown();
  }

  @Test
  void itEndsThoughAPartFails() throws Exception {
    Runnable fails =
        () -> {
          throw new IllegalStateException("the database is away");
        };
    new Ending(fails, LONG, halts::release).begin();
    assertTrue(halts.tryAcquire(10, TimeUnit.SECONDS));
  }

  @Test
  void whoeverNoticesItFirstEndsItAndOnlyOnce() throws Exception {
    var ending = new Ending(closed::incrementAndGet, LONG, halts::release);
    ending.begin();
    ending.begin();
    assertTrue(halts.tryAcquire(10, TimeUnit.SECONDS));
    assertEquals(1, closed.get());
    assertEquals(0, halts.availablePermits());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
