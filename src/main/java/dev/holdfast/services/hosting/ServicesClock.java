package dev.holdfast.services.hosting;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that ticks for all calls and instances of a node; a failing tick is logged. */
final class ServicesClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServicesClock.class);

  private final Task often;
  private final Task seldom;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Something to do every so often. */
  record Task(Duration every, Runnable work) {}

  private ServicesClock(Task often, Task seldom) {
    this.often = often;
    this.seldom = seldom;
  }

  static ServicesClock start(Task often, Task seldom) {
    var clock = new ServicesClock(often, seldom);
    Thread.ofPlatform().daemon().name("services-clock").start(clock::run);
    return clock;
  }

  private void run() {
    long seldomAt = System.nanoTime();
    try {
      while (!closed.await(often.every().toNanos(), TimeUnit.NANOSECONDS)) {
        doSafely(often);
        if (System.nanoTime() - seldomAt >= seldom.every().toNanos()) {
          seldomAt = System.nanoTime();
          doSafely(seldom);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void doSafely(Task task) {
    try {
      task.work().run();
    } catch (Throwable e) {
      // Every deadline of the node hangs on this thread, so nothing may end it.
      LOG.error("A tick failed; the next one follows", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
