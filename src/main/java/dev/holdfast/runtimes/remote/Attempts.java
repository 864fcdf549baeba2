package dev.holdfast.runtimes.remote;

import dev.holdfast.outbound.Backoff;
import dev.holdfast.protocol.Json;
import dev.holdfast.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Asks somebody in a network, and again when that may help, until somebody must stop waiting.
 *
 * <p>Invariant: no more than so many are asked at once and no more than so many wait for them; each
 * is let go at its deadline or when its thread is interrupted, whatever the other side does. Asking
 * again is harmless, since deciding does nothing.
 *
 * <pre>
 *   ask ──► room? ──► attempt ──► answered, failed
 *            │ no       ▲  └── again: pause, longer each time
 *         NoAnswer      └────────────┘ while there are tries and time
 * </pre>
 */
public final class Attempts implements AutoCloseable {
  private final Limits limits;
  private final InstantSource clock;
  private final Semaphore waiting;
  private final Semaphore room;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final RandomGenerator chance = RandomGenerator.getDefault();
  private final ThreadFactory threads;

  /**
   * How far it goes.
   *
   * @param concurrent asked at once
   * @param waiting for one of them to be done
   * @param tries of one request, the first included
   * @param retry the pauses between them
   * @param answer the longest time for one request with all its tries
   */
  public record Limits(int concurrent, int waiting, int tries, Backoff retry, Duration answer) {
    /** Of the block of settings that they stand in. */
    public static Limits of(Settings at) {
      Settings retry = at.block("retry");
      return new Limits(
          at.count("connections", 1, 10_000),
          at.count("waiting", 0, 1_000_000),
          at.count("tries", 1, 100),
          new Backoff(retry.time("least"), retry.time("most")),
          at.time("answer"));
    }
  }

  /** One try; it blocks, and is interrupted when nobody waits for it any longer. */
  @FunctionalInterface
  public interface Attempt {
    Outcome make(Duration atMost) throws Exception;
  }

  /** What became of one try. */
  public sealed interface Outcome {
    record Answered(Json body) implements Outcome {}

    /** It would be the same again. */
    record Failed(NoAnswer why) implements Outcome {}

    /**
     * It may be another thing the next time.
     *
     * @param pause that the other side asks for; zero where it does not
     */
    record Again(NoAnswer why, Duration pause) implements Outcome {}
  }

  public Attempts(String name, Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.waiting = new Semaphore(limits.concurrent() + limits.waiting());
    this.room = new Semaphore(limits.concurrent());
    this.threads = Thread.ofVirtual().name("function-" + name + "-", 0).factory();
  }

  /** Makes attempts until one is answered. */
  public Json ask(Optional<Instant> deadline, Attempt attempt)
      throws NoAnswer, InterruptedException {
    if (!waiting.tryAcquire()) {
      throw new NoAnswer("As many requests wait for it as may: " + limits.waiting());
    }
    try {
      return ask(System.nanoTime() + patience(deadline).toNanos(), attempt);
    } finally {
      waiting.release();
    }
  }

  private Duration patience(Optional<Instant> deadline) {
    if (deadline.isEmpty()) {
      return limits.answer();
    }
    Duration left = Duration.between(clock.instant(), deadline.get());
    return left.compareTo(limits.answer()) < 0 ? left : limits.answer();
  }

  private static long left(long end) {
    return Math.max(0, end - System.nanoTime());
  }

  private Json ask(long end, Attempt attempt) throws NoAnswer, InterruptedException {
    for (int tried = 1; ; tried++) {
      if (closing.getCount() == 0) {
        throw new NoAnswer("It is not deployed any more");
      }
      switch (once(end, attempt)) {
        case Outcome.Answered(Json body) -> {
          return body;
        }
        case Outcome.Failed(NoAnswer why) -> throw why;
        case Outcome.Again(NoAnswer why, Duration asked) -> {
          Duration own = limits.retry().pause(tried, chance.nextDouble());
          long pause = (asked.compareTo(own) > 0 ? asked : own).toNanos();
          if (tried >= limits.tries() || pause >= left(end)) {
            throw new NoAnswer(why.getMessage() + tries(tried), why);
          }
          // Ends early only when there is nothing left to ask.
          var _ = closing.await(pause, TimeUnit.NANOSECONDS);
        }
      }
    }
  }

  private static String tries(int tried) {
    return tried == 1 ? "" : " (asked " + tried + " times)";
  }

  /** On a thread of its own, so that whoever waits can leave whatever the attempt is doing. */
  private Outcome once(long end, Attempt attempt) throws NoAnswer, InterruptedException {
    if (!room.tryAcquire(left(end), TimeUnit.NANOSECONDS)) {
      throw new NoAnswer("All of its " + limits.concurrent() + " connections were busy");
    }
    Duration atMost = Duration.ofNanos(left(end));
    var outcome = new CompletableFuture<Outcome>();
    Thread thread = threads.newThread(() -> make(attempt, atMost, outcome));
    thread.start();
    try {
      return outcome.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new NoAnswer("No answer within " + atMost.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NoAnswer("It could not be asked: " + cause, cause);
    }
  }

  /** The room is free when the attempt has ended, not when nobody waits for it any longer. */
  private void make(Attempt attempt, Duration atMost, CompletableFuture<Outcome> outcome) {
    try {
      outcome.complete(attempt.make(atMost));
    } catch (Exception | Error e) {
      outcome.completeExceptionally(e);
    } finally {
      room.release();
    }
  }

  /** Ends the pauses of whoever waits for another try. */
  @Override
  public void close() {
    closing.countDown();
  }
}
