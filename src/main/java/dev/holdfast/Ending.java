package dev.holdfast;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a node that can serve nobody any more ends its own process.
 *
 * <p>Invariant: once begun, the process ends within the patience, whatever hangs or fails.
 */
final class Ending {
  private final Runnable letGo;
  private final Duration patience;
  private final Runnable halt;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * @param letGo of what others may wait for
   * @param halt ends the process
   */
  Ending(Runnable letGo, Duration patience, Runnable halt) {
    this.letGo = letGo;
    this.patience = patience;
    this.halt = halt;
  }

  /** Returns at once, so that any thread may call it; only the first call counts. */
  void begin() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      Thread letting = Thread.ofPlatform().daemon().name("node-let-go").start(letGo);
      Thread.ofPlatform().name("node-end").start(() -> endAfter(letting));
    } catch (Throwable e) {
      // Too little memory for a thread is one of the reasons why a node ends.
      halt.run();
      throw e;
    }
  }

  private void endAfter(Thread letting) {
    try {
      letting.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      halt.run();
    }
  }
}
