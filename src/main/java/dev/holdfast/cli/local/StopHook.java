package dev.holdfast.cli.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end a command early, not untidily: the process asks it to stop, and stays until what
 * it has started is taken away, which is when this is closed.
 */
public final class StopHook implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;

  private final CountDownLatch finished = new CountDownLatch(1);

  private StopHook() {}

  /** From now on a signal runs this, on a thread of its own. */
  public static StopHook calling(Runnable stop) {
    var hook = new StopHook();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      stop.run();
                      hook.await();
                    }));
    return hook;
  }

  private void await() {
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new LocalFailed("not everything that was started has ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
  }
}
