package dev.holdfast.connectors.link;

import dev.holdfast.outbound.Backoff;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one connector: makes its connection, works on it until it is lost, and makes it
 * again, for as long as it is wanted.
 *
 * <p>Invariant: whatever the broker does, this ends only when it is stopped, and tells the log one
 * line for each try.
 *
 * <pre>
 *   start ──► try ──► connected, working ──► lost ──► pause ─┐
 *              ▲ └────────── failed ──────────┘              │
 *              └─────────────────────────────────────────────┘    stop ends any of them
 * </pre>
 */
public final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** A connection that lasted this long was a good one: the next pause is the shortest again. */
  private static final Duration GOOD = Duration.ofSeconds(1);

  private final Status status;
  private final Backoff backoff;
  private final Work work;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Work {
    /**
     * Connects, tells so, and works until it is to stop; throws when the connection is lost.
     *
     * @throws Exception that says why, to an operator
     */
    void on(Presence presence) throws Exception;
  }

  /** What the work asks and tells. */
  public interface Presence {
    /** Messages can flow. */
    void connected();

    boolean isStopping();
  }

  public Link(Status status, Backoff backoff, Work work) {
    this.status = status;
    this.backoff = backoff;
    this.work = work;
    this.thread =
        Thread.ofPlatform().daemon().name("connector-" + status.name()).unstarted(this::run);
  }

  /** Once only. */
  public void start() {
    thread.start();
  }

  private void run() {
    var random = new SplittableRandom(status.name().hashCode());
    int failed = 0;
    status.connecting();
    try {
      while (!isStopping()) {
        long begun = System.nanoTime();
        String why = attempt();
        if (isStopping()) {
          return;
        }
        boolean good = System.nanoTime() - begun > Math.max(GOOD.toNanos(), before(failed));
        failed = good ? 1 : failed + 1;
        Duration pause = backoff.pause(failed, random.nextDouble());
        status.lost(why);
        LOG.warn("Connector {}: {}; again in {} ms", status.name(), why, pause.toMillis());
        if (stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      status.stopped();
      ended.complete(null);
    }
  }

  private long before(int failed) {
    return failed == 0 ? 0 : backoff.pause(failed, 0.5).toNanos();
  }

  private String attempt() throws InterruptedException {
    try {
      work.on(new Told());
      return "the connection ended";
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Status.text(e);
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Asks it to stop, and returns at once. */
  public void stop() {
    stopping.countDown();
  }

  /** Completes once it has stopped. */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  private final class Told implements Presence {
    @Override
    public void connected() {
      status.counts().connections().increment();
      status.running();
      LOG.info("Connector {}: connected", status.name());
    }

    @Override
    public boolean isStopping() {
      return Link.this.isStopping();
    }
  }
}
