package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A process with more work than time is left alone: another one would have to start first. */
class OverloadTest {
  private static final int CALLERS = 20;
  private static final int MILLIS = 250;
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** In Node.js, where one waits for the other and a question of the node's for them all. */
  @Test
  void whoeverIsBehindButAnswersIsNotEnded() throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve("node"), "");
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertEquals("1", arena.call("fine", 1, Duration.ofSeconds(10)));
      List<Future<String>> outcomes = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        outcomes.add(callers.submit(() -> arena.call("loop", MILLIS, DEADLINE)));
      }
      int late = 0;
      for (Future<String> outcome : outcomes) {
        late += outcome.get().contains("was not waited for") ? 1 : 0;
      }
      assertTrue(late > CALLERS / 4, late + " of " + CALLERS + " were late");
      assertEquals("2", arena.call("fine", 2, Duration.ofSeconds(20)));
      assertEquals(0, arena.host().counters().deaths(), "no process has ended");
      assertEquals(1, arena.host().counters().starts());
    }
  }

  /**
   * In Python, where each gets half of what one thread gets, and others are answered beside them.
   */
  @Test
  void twoThatLoopForNobodyAreEndedAsOneIs() throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve("python"), "");
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertEquals("1", arena.call("fine", 1, Duration.ofSeconds(10)));
      Set<Long> pids = arena.pids();
      Future<String> one = callers.submit(() -> arena.call("loop", 60_000, DEADLINE));
      Future<String> two = callers.submit(() -> arena.call("loop", 60_000, DEADLINE));
      assertTrue(one.get().contains("was not waited for"), one.get());
      assertTrue(two.get().contains("was not waited for"), two.get());
      Arena.await("the process is ended", () -> arena.areGone(pids));
      assertEquals("2", arena.eventually("fine", 2));
    }
  }
}
