package dev.holdfast.services.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, real deadlines; whatever loops here ends when the test releases it. */
@Timeout(60)
final class HandlerThreadsTest {
  private static final HandlerSettings SETTINGS = HandlerSettings.from(ConfigFactory.load());
  private static final Duration LONG = Duration.ofSeconds(50);

  private final InstantSource clock = InstantSource.system();
  private final HandlerThreads threads = new HandlerThreads(SETTINGS, clock);
  private final ForkJoinPool pool =
      new ForkJoinPool(2, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
  private final AtomicBoolean released = new AtomicBoolean();

  @AfterEach
  void releaseEverything() {
    released.set(true);
    pool.shutdown();
    threads.close();
  }

  @Test
  void aHandlerMovesToTheCallersThreadOnceItHasBeenFast() throws Exception {
    HandlerPace pace = threads.pace("counter", false);
    var first = new CompletableFuture<Thread>();
    Optional<Ran<Thread>> now =
        threads.run(pace, in(LONG), Thread::currentThread, ran -> first.complete(value(ran)));
    assertTrue(now.isEmpty());
    assertTrue(first.get(10, TimeUnit.SECONDS).isVirtual());

    promote(threads, pace);
    Optional<Ran<Thread>> later =
        threads.run(pace, in(LONG), Thread::currentThread, _ -> released.set(true));
    assertEquals(Thread.currentThread(), value(later.orElseThrow()));
    assertFalse(released.get(), "a result that came at once is not told again");
  }

  @Test
  void aSlowHandlerIsNeverPromoted() {
    HandlerPace pace = threads.pace("counter", false);
    for (int run = 0; run < 10 * SETTINGS.promoteAfter(); run++) {
      pace.ranIsolated(run % 20 == 0 ? 2_000_000 : 1_000);
    }
    assertFalse(pace.inline());
  }

  @Test
  void aSlowRunOnTheCallersThreadSendsItsHandlerBack() {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    Ran<Boolean> ran =
        threads.run(pace, in(LONG), () -> spinUntil(() -> !pace.inline()), _ -> {}).orElseThrow();
    assertTrue(value(ran));
    for (int run = 0; run < SETTINGS.promoteAgainAfter() - 1; run++) {
      pace.ranIsolated(1_000);
    }
    assertFalse(pace.inline());
    pace.ranIsolated(1_000);
    assertTrue(pace.inline());
  }

  @Test
  void threeSlowSamplesInARowSendAHandlerBack() {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    pace.sampledInline(2_000_000);
    pace.sampledInline(2_000_000);
    pace.sampledInline(1_000);
    pace.sampledInline(2_000_000);
    pace.sampledInline(2_000_000);
    assertTrue(pace.inline());
    pace.sampledInline(2_000_000);
    assertFalse(pace.inline());
  }

  @Test
  void loopingHandlersOnAllThreadsOfAPoolDoNotStallIt() throws Exception {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    var looping = new CountDownLatch(2);
    var ended = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      pool.execute(
          () -> {
            Optional<Ran<String>> ran = threads.run(pace, in(LONG), () -> loop(looping), _ -> {});
            ran.ifPresent(_ -> ended.countDown());
          });
    }
    assertTrue(looping.await(10, TimeUnit.SECONDS));
    assertEquals("done", pool.submit(() -> "done").get(10, TimeUnit.SECONDS));
    assertFalse(pace.inline());
    released.set(true);
    assertTrue(ended.await(10, TimeUnit.SECONDS));
    await(() -> threads.load().spareThreads() == 0);
    assertEquals(2, pool.getParallelism());
  }

  @Test
  void aWaitingHandlerOnTheCallersThreadIsInterruptedAtItsDeadline() throws Exception {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    CompletableFuture<Ran<String>> result = new CompletableFuture<>();
    var leaked = new CompletableFuture<Boolean>();
    pool.execute(
        () -> {
          result.complete(
              threads.run(pace, in(Duration.ofMillis(80)), this::waitLong, _ -> {}).orElseThrow());
          leaked.complete(Thread.currentThread().isInterrupted());
        });
    assertLate(result.get(10, TimeUnit.SECONDS));
    assertFalse(leaked.get(10, TimeUnit.SECONDS));
  }

  @Test
  void noInterruptLeaksHoweverCloselyARunEndsToItsDeadline() {
    // One tick a millisecond and no demotion, so that deadlines and ends keep meeting.
    var eager =
        new HandlerSettings(
            Duration.ofMillis(1), LONG, 1, 1, 1, LONG, LONG, LONG, 4, 4, 12, 24, 100);
    int late = 0;
    try (var close = new HandlerThreads(eager, clock)) {
      HandlerPace pace = close.pace("counter", false);
      promote(close, pace);
      for (int run = 0; run < 400; run++) {
        long end = System.nanoTime() + 2_000_000 + run * 5_000L;
        Ran<Boolean> ran =
            close
                .run(
                    pace,
                    in(Duration.ofMillis(2)),
                    () -> {
                      while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(50_000);
                      }
                      return true;
                    },
                    _ -> {})
                .orElseThrow();
        assertFalse(Thread.currentThread().isInterrupted());
        late += ran instanceof Ran.Refused ? 1 : 0;
      }
    }
    assertTrue(late > 0 && late < 400, "some runs end before and some after: " + late);
  }

  @Test
  void aHandlerThatInterruptsItselfDoesNotInterruptItsPool() {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    Callable<String> work =
        () -> {
          Thread.currentThread().interrupt();
          return "done";
        };
    assertEquals("done", value(threads.run(pace, in(LONG), work, _ -> {}).orElseThrow()));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aWaitingHandlerOnItsOwnThreadIsAnsweredOnceAndInterrupted() throws Exception {
    var interrupted = new CountDownLatch(1);
    var answers = new AtomicInteger();
    CompletableFuture<Ran<String>> answer = new CompletableFuture<>();
    Callable<String> work =
        () -> {
          try {
            return waitLong();
          } catch (InterruptedException e) {
            interrupted.countDown();
            return "too late";
          }
        };
    threads.run(
        threads.pace("counter", false),
        in(Duration.ofMillis(80)),
        work,
        ran -> {
          answers.incrementAndGet();
          answer.complete(ran);
        });
    assertLate(answer.get(10, TimeUnit.SECONDS));
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    await(() -> threads.load().isolated() == 0);
    assertEquals(1, answers.get());
  }

  @Test
  void aServiceThatLoopsTakesFewThreadsAndIsThenRefusedWhileOthersRun() throws Exception {
    HandlerPace looping = threads.pace("looping", false);
    List<CompletableFuture<Ran<String>>> answers = new ArrayList<>();
    var begun = new CountDownLatch(1);
    for (int i = 0; i < 40; i++) {
      CompletableFuture<Ran<String>> answer = new CompletableFuture<>();
      answers.add(answer);
      threads.run(looping, in(Duration.ofMillis(400)), () -> loop(begun), answer::complete);
    }
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    var other = new CompletableFuture<Ran<String>>();
    threads.run(threads.pace("other", false), in(LONG), () -> "done", other::complete);
    assertEquals("done", value(other.get(10, TimeUnit.SECONDS)));
    for (CompletableFuture<Ran<String>> answer : answers) {
      assertInstanceOf(Ran.Refused.class, answer.get(10, TimeUnit.SECONDS));
    }
    await(() -> threads.load().runaways() >= 2);
    refuseFrom(looping);

    released.set(true);
    await(() -> threads.load().equals(new HandlerThreads.Load(0, 0, 0)));
    var again = new CompletableFuture<Ran<String>>();
    threads.run(looping, in(LONG), () -> "done", again::complete);
    assertEquals("done", value(again.get(10, TimeUnit.SECONDS)));
  }

  /** Adds looping runs until the service is refused; bounded, as each is a runaway soon. */
  private void refuseFrom(HandlerPace looping) throws Exception {
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Ran<String>> answer = new CompletableFuture<>();
      var begun = new CountDownLatch(1);
      threads
          .run(looping, in(Duration.ofMillis(50)), () -> loop(begun), answer::complete)
          .ifPresent(answer::complete);
      if (answer.get(10, TimeUnit.SECONDS) instanceof Ran.Refused(var problem)
          && problem.code().equals(ProblemCode.OVERLOADED.code())) {
        assertTrue(problem.detail().contains("looping"), problem.detail());
        return;
      }
      int before = threads.load().runaways();
      if (begun.getCount() == 0) {
        await(() -> threads.load().runaways() > before || before >= SETTINGS.mostRunaways());
      }
    }
    throw new AssertionError("never refused: " + threads.load());
  }

  @Test
  void aHandlerThatCallsAnotherServiceLeavesTheCallersThread() throws Exception {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    var answer = new CompletableFuture<String>();
    var waits = new CountDownLatch(1);
    var result = new CompletableFuture<String>();
    pool.execute(
        () ->
            result.complete(
                value(
                    threads
                        .run(
                            pace,
                            in(LONG),
                            () -> {
                              waits.countDown();
                              return threads.await(pace, answer);
                            },
                            _ -> {})
                        .orElseThrow())));
    assertTrue(waits.await(10, TimeUnit.SECONDS));
    pool.execute(() -> answer.complete("called"));
    assertEquals("called", result.get(10, TimeUnit.SECONDS));
    assertFalse(pace.inline());
  }

  @Test
  void aRunWithinARunGetsAThreadOfItsOwn() throws Exception {
    HandlerPace pace = threads.pace("counter", false);
    promote(threads, pace);
    Thread outer = Thread.currentThread();
    var inner = new CompletableFuture<Thread>();
    Callable<Boolean> work =
        () ->
            threads
                .run(pace, in(LONG), Thread::currentThread, ran -> inner.complete(value(ran)))
                .isEmpty();
    assertTrue(value(threads.run(pace, in(LONG), work, _ -> {}).orElseThrow()));
    assertNotEquals(outer, inner.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whatACodeThrowsIsItsResult() throws Exception {
    HandlerPace pace = threads.pace("counter", false);
    Ran<Integer> isolated = result(pace, () -> recurse(0));
    assertInstanceOf(
        StackOverflowError.class, assertInstanceOf(Ran.Threw.class, isolated).failure());
    promote(threads, pace);
    Ran<Integer> inline = result(pace, () -> recurse(0));
    assertInstanceOf(StackOverflowError.class, assertInstanceOf(Ran.Threw.class, inline).failure());
  }

  @Test
  void aRunWhoseDeadlineHasPassedIsNotBegun() {
    Callable<String> work =
        () -> {
          released.set(true);
          return "done";
        };
    Optional<Ran<String>> ran =
        threads.run(threads.pace("counter", false), in(Duration.ofMillis(-1)), work, _ -> {});
    assertLate(ran.orElseThrow());
    assertFalse(released.get());
  }

  private static int recurse(int depth) {
    return depth < 0 ? depth : recurse(depth + 1) + 1;
  }

  private <T> Ran<T> result(HandlerPace pace, Callable<T> work) throws Exception {
    CompletableFuture<Ran<T>> result = new CompletableFuture<>();
    threads.run(pace, in(LONG), work, result::complete).ifPresent(result::complete);
    return result.get(10, TimeUnit.SECONDS);
  }

  private Instant in(Duration time) {
    return clock.instant().plus(time);
  }

  private static void promote(HandlerThreads threads, HandlerPace pace) {
    while (!pace.inline()) {
      pace.ranIsolated(1_000);
    }
    assertEquals(0, threads.load().runaways());
  }

  /** Loops without heeding interrupts until the test ends it. */
  private String loop(CountDownLatch begun) {
    begun.countDown();
    while (!released.get()) {
      Thread.onSpinWait();
    }
    return "released";
  }

  private String waitLong() throws InterruptedException {
    boolean never = new CountDownLatch(1).await(LONG.toSeconds(), TimeUnit.SECONDS);
    return "waited " + never;
  }

  private static boolean spinUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return condition.getAsBoolean();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not within ten seconds");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static <T> T value(Ran<T> ran) {
    return switch (ran) {
      case Ran.Returned<T>(T value) -> value;
      case Ran.Threw<T>(Throwable failure) -> throw new AssertionError(failure);
      case Ran.Refused<T>(var problem) -> throw new AssertionError(problem);
    };
  }

  private static void assertLate(Ran<?> ran) {
    if (ran instanceof Ran.Refused<?>(var problem)) {
      assertEquals(ProblemCode.DEADLINE_EXCEEDED.code(), problem.code());
    } else {
      throw new AssertionError("expected a late run, got " + ran);
    }
  }
}
