package dev.holdfast.runtimes.process;

import dev.holdfast.runtimes.remote.Endpoint;
import dev.holdfast.runtimes.remote.NoAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one version of a function on this node: each is started when it is needed, and
 * again when it has died.
 *
 * <pre>
 *   nobody ──(request)──► starting ──(listens)──► running ──(idle, closed)──► nobody
 *     ▲                      │ ends, or is too slow   │ dies
 *     └── pause, longer each time ◄───────────────────┘
 * </pre>
 */
final class ProcessPool implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessPool.class);
  private static final AtomicLong INCARNATIONS = new AtomicLong();
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A request that a process died over is asked again so often: deciding does nothing. */
  private static final int TRIES = 4;

  /** A process that was killed is seen alive for a moment; its sockets are closed before. */
  private static final Duration DYING = Duration.ofMillis(50);

  private final FunctionCode code;
  private final ProcessSettings settings;
  private final List<Slot> slots = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean closed;

  ProcessPool(FunctionCode code, ProcessSettings settings) {
    this.code = code;
    this.settings = settings;
    for (int i = 0; i < settings.processes(); i++) {
      slots.add(new Slot());
    }
    Thread.ofVirtual().name("function-idle-" + code.name()).start(this::stopIdle);
  }

  /** The place of one process. */
  private final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable FunctionProcess process;
    private volatile long askedAt = System.nanoTime();
    private int failures;
    private long notBefore;

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
        if (closed) {
          throw new NoAnswer(code.name() + " is not deployed any more");
        }
        if (now != null) {
          died(now);
        }
        long pause = notBefore - System.nanoTime();
        if (failures > 0 && pause > 0) {
          throw new NoAnswer(
              "%s ended by itself %d times; it is started again in %d ms"
                  .formatted(code.name(), failures, Duration.ofNanos(pause).toMillis()));
        }
        return start();
      } finally {
        lock.unlock();
      }
    }

    private FunctionProcess start() throws NoAnswer, InterruptedException {
      long begun = System.nanoTime();
      try {
        FunctionProcess next =
            FunctionProcess.start(code, settings, INCARNATIONS.incrementAndGet());
        process = next;
        LOG.info(
            "{} {} runs as process {}, after {} ms",
            code.name(),
            code.version(),
            next.pid(),
            Duration.ofNanos(System.nanoTime() - begun).toMillis());
        return next;
      } catch (NoAnswer e) {
        failed();
        throw e;
      }
    }

    private void died(FunctionProcess ended) {
      LOG.warn("{} {}: process {} has ended", code.name(), code.version(), ended.pid());
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
      long pause = settings.restart().toMillis() << Math.min(failures - 1, 20);
      notBefore =
          System.nanoTime()
              + Duration.ofMillis(Math.min(pause, settings.longestRestart().toMillis())).toNanos();
    }

    void stopIfIdle() {
      FunctionProcess now = process;
      if (now == null || System.nanoTime() - askedAt < settings.idle().toNanos()) {
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
        now.close();
      }
    }

    long incarnation() {
      FunctionProcess now = process;
      return now == null ? 0 : now.incarnation();
    }
  }

  private Slot slot(int affinity) {
    return slots.get(Math.floorMod(affinity, slots.size()));
  }

  @Override
  public long incarnation(int affinity) {
    return slot(affinity).incarnation();
  }

  @Override
  public Answer ask(Request request) throws NoAnswer, InterruptedException {
    String path = "/holdfast/v1/" + request.path();
    Slot slot = slot(request.affinity());
    IOException last = new IOException("never asked");
    for (int i = 0; i < TRIES; i++) {
      FunctionProcess process = slot.running();
      try {
        SocketHttp.Response response = process.post(path, request.body());
        if (response.status() == 200) {
          return new Answer(response.body(), process.incarnation());
        }
        throw new NoAnswer("%d: %s".formatted(response.status(), response.body()));
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("the deadline has passed");
        }
        last = e;
        process.awaitEnd(DYING.multipliedBy(i));
      }
    }
    throw new NoAnswer("%s: %s".formatted(code.name(), last.getMessage()), last);
  }

  private void stopIdle() {
    try {
      while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        slots.forEach(Slot::stopIfIdle);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    stopping.countDown();
    slots.forEach(Slot::stop);
  }
}
