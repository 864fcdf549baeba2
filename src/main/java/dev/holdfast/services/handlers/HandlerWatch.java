package dev.holdfast.services.handlers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks after all runs of user code: it notices slow ones, lends threads for
 * those that hold theirs, and ends what is late.
 *
 * <p>Invariant: it ticks while runs come and go and for a second after, and sleeps otherwise; a run
 * that begins while it sleeps wakes it. Being one thread with a tick, it sees time as the program
 * does: a pause of the whole machine is one tick, however long, and makes no handler look slow.
 */
final class HandlerWatch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerWatch.class);

  private static final Duration RESTLESS = Duration.ofSeconds(1);
  private static final Duration LONGEST_BUDGET = Duration.ofDays(1);

  private final HandlerSettings settings;
  private final InstantSource clock;
  private final SpareThreads spares;
  private final List<InlineRun> inline = new CopyOnWriteArrayList<>();
  private final Set<IsolatedRun<?>> isolated = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  HandlerWatch(HandlerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.spares = new SpareThreads(settings.mostSpareThreads());
    this.thread = Thread.ofPlatform().daemon().name("handler-watch").unstarted(this);
  }

  void start() {
    thread.start();
  }

  HandlerSettings settings() {
    return settings;
  }

  SpareThreads spares() {
    return spares;
  }

  /** When a deadline of the clock is due as {@link System#nanoTime}. */
  long nanoTimeOf(Instant deadline, long now) {
    Duration left = Duration.between(clock.instant(), deadline);
    return now + (left.compareTo(LONGEST_BUDGET) < 0 ? left : LONGEST_BUDGET).toNanos();
  }

  void add(InlineRun run) {
    inline.add(run);
  }

  void add(IsolatedRun<?> run) {
    isolated.add(run);
    wakeUp();
  }

  void remove(IsolatedRun<?> run) {
    isolated.remove(run);
    run.settle(spares);
  }

  /** To be called after a run has become visible: the watch looks once more before it sleeps. */
  void wakeUp() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void run() {
    int calm = 0;
    int restless = settings.ticks(RESTLESS);
    while (!closed) {
      LockSupport.parkNanos(this, settings.tick().toNanos());
      calm = sweepSafely() ? 0 : calm + 1;
      if (calm > restless) {
        sleep();
        calm = 0;
      }
    }
    isolated.forEach(IsolatedRun::interrupt);
  }

  /** Deadlines of the whole node hang on this thread, so nothing may end it. */
  private boolean sweepSafely() {
    try {
      return sweep();
    } catch (Throwable failure) {
      LOG.error("A look at the handlers failed; the next one follows", failure);
      return true;
    }
  }

  private void sleep() {
    asleep = true;
    // A run that began before it could see this is seen here; a later one wakes the thread.
    if (!closed && isolated.isEmpty() && inline.stream().noneMatch(InlineRun::underWay)) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  private boolean sweep() {
    boolean active = false;
    for (InlineRun run : inline) {
      active |= run.look(this);
    }
    inline.removeIf(InlineRun::abandoned);
    long now = System.nanoTime();
    for (IsolatedRun<?> run : isolated) {
      run.look(this, now);
      active = true;
    }
    spares.signalWaiting();
    return active;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
