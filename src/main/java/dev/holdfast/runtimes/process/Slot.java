package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.remote.NoAnswer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one process: it is started when it is needed, and again when it has died.
 *
 * <pre>
 *   nobody ──(request)──► starting ──(listens)──► running ──(idle, closed)──► nobody
 *     ▲                      │ ends, or is too slow   │ dies
 *     └── pause, longer each time ◄───────────────────┘
 * </pre>
 */
final class Slot {
  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
  private static final AtomicLong INCARNATIONS = new AtomicLong();

  /** A pause this short is waited for; whoever meets a longer one is told of it. */
  private static final Duration WORTH_WAITING = Duration.ofSeconds(1);

  /** Who waits for a process waits for so many of them while they are killed. */
  private static final int STARTS = 3;

  private final Prepared prepared;
  private final FunctionHost host;
  private final CountDownLatch stopping;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable FunctionProcess process;
  private volatile long askedAt = System.nanoTime();
  private int failures;
  private long notBefore = System.nanoTime();

  /** Nothing runs yet; nothing is started once it counts down. */
  Slot(Prepared prepared, FunctionHost host, CountDownLatch stopping) {
    this.prepared = prepared;
    this.host = host;
    this.stopping = stopping;
  }

  private FunctionCode code() {
    return prepared.code();
  }

  /** The running process, started if there is none. */
  FunctionProcess running() throws NoAnswer, InterruptedException {
    askedAt = System.nanoTime();
    FunctionProcess now = process;
    return now != null && now.isAlive() ? now : started();
  }

  private FunctionProcess started() throws NoAnswer, InterruptedException {
    lock.lockInterruptibly();
    try {
      FunctionProcess now = process;
      if (now != null && now.isAlive()) {
        return now;
      }
      if (now != null) {
        died(now);
      }
      return start();
    } finally {
      lock.unlock();
    }
  }

  /** A process costs much to start: one that dies again and again must not cost others theirs. */
  private void pause() throws NoAnswer, InterruptedException {
    Duration pause = Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
    if (pause.compareTo(WORTH_WAITING) > 0) {
      throw new NoAnswer(
          "%s ended by itself %d times; it is started again in %d ms"
              .formatted(code().name(), failures, pause.toMillis()));
    }
    if (stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new NoAnswer(code().name() + " is not deployed any more");
    }
  }

  private FunctionProcess start() throws NoAnswer, InterruptedException {
    for (int i = 1; ; i++) {
      pause();
      try {
        return startOnce();
      } catch (KilledAtStart e) {
        failed();
        LOG.warn("{} {}: {}", code().name(), code().version(), e.getMessage());
        if (i == STARTS) {
          throw new NoAnswer(String.valueOf(e.getMessage()), e);
        }
      }
    }
  }

  private FunctionProcess startOnce() throws NoAnswer, KilledAtStart, InterruptedException {
    long begun = System.nanoTime();
    notBefore = begun + host.settings().restart().toNanos();
    try {
      FunctionProcess next = ProcessSeat.start(prepared, host, INCARNATIONS.incrementAndGet());
      process = next;
      LOG.info(
          "{} {} runs as process {}, after {} ms",
          code().name(),
          code().version(),
          next.pid(),
          Duration.ofNanos(System.nanoTime() - begun).toMillis());
      return next;
    } catch (NoAnswer e) {
      failed();
      throw e;
    }
  }

  private void died(FunctionProcess ended) {
    LOG.warn(
        "{} {}: process {} has ended{}", code().name(), code().version(), ended.pid(), ended.why());
    host.counters().died();
    host.counters().ended();
    ended.close();
    process = null;
    if (ended.hasAnswered()) {
      failures = 0;
    } else {
      failed();
    }
  }

  private void failed() {
    failures++;
    ProcessSettings settings = host.settings();
    long pause = settings.restart().toMillis() << Math.min(failures - 1, 20);
    long millis = Math.min(pause, settings.longestRestart().toMillis());
    notBefore = System.nanoTime() + Duration.ofMillis(millis).toNanos();
  }

  /** Keeps one running, unless it has to pause. */
  void keepWarm() throws InterruptedException {
    FunctionProcess now = process;
    boolean due = notBefore - System.nanoTime() <= 0;
    if (due && (now == null || !now.isAlive())) {
      try {
        started();
      } catch (NoAnswer e) {
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  void stopIfIdle() {
    FunctionProcess now = process;
    if (now == null || System.nanoTime() - askedAt < host.settings().idle().toNanos()) {
      return;
    }
    if (lock.tryLock()) {
      try {
        stop();
      } finally {
        lock.unlock();
      }
    }
  }

  void stop() {
    FunctionProcess now = process;
    process = null;
    if (now != null) {
      host.counters().ended();
      now.close();
    }
  }

  long incarnation() {
    FunctionProcess now = process;
    return now == null ? 0 : now.incarnation();
  }
}
