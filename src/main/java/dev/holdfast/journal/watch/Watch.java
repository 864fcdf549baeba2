package dev.holdfast.journal.watch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tick beside the writer. It has the database asked when no append has been answered for a while,
 * and at once when the process stood still: then others may have taken what we believe to hold.
 *
 * <p>A pause is seen by {@link System#nanoTime}: a stopped process, a long collection, a starved
 * host. A machine that is suspended together with its monotonic clock is not.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration TICK = Duration.ofMillis(100);

  private final Timing timing;
  private final Confirmation confirmation;
  private final Reactions reactions;
  private final Thread thread;
  private long last = System.nanoTime();
  private volatile boolean closed;

  /**
   * When to act.
   *
   * @param confirmEvery age of the last confirmation at which another is asked for
   * @param pause a tick that comes so much late tells of a pause
   */
  public record Timing(Duration confirmEvery, Duration pause) {}

  /** What to do; called on the watch's thread, so neither may block. */
  public interface Reactions {
    void confirm();

    void paused();
  }

  public Watch(Timing timing, Confirmation confirmation, Reactions reactions) {
    this.timing = timing;
    this.confirmation = confirmation;
    this.reactions = reactions;
    this.thread = Thread.ofPlatform().daemon().name("holdfast-journal-watch").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    last = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TICK.toNanos());
      tick(System.nanoTime());
    }
  }

  void tick(long now) {
    Duration late = Duration.ofNanos(now - last).minus(TICK);
    last = now;
    if (late.compareTo(timing.pause()) > 0) {
      LOG.warn("The process stood still for {} ms; asking what it still holds", late.toMillis());
      reactions.paused();
      reactions.confirm();
    } else if (now - confirmation.at() > timing.confirmEvery().toNanos()) {
      reactions.confirm();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
