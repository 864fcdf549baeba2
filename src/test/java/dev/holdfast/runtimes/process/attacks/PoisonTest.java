package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that its process dies over, and a service whose processes die again and again. */
class PoisonTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(strings = {"node", "python"})
  void aRequestThatKillsWhateverItMeetsIsGivenUpAndOthersAreAnswered(String language)
      throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), "");
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertEquals("1", arena.call("fine", 1, DEADLINE));
      Future<String> poison = callers.submit(() -> arena.call("die", 1, DEADLINE));
      List<Callable<String>> others =
          IntStream.range(0, 200)
              .mapToObj(at -> (Callable<String>) () -> arena.call("fine", at, DEADLINE))
              .toList();
      List<Future<String>> answers = callers.invokeAll(others);
      for (int at = 0; at < answers.size(); at++) {
        assertEquals(Integer.toString(at), answers.get(at).get());
      }
      String outcome = poison.get();
      assertTrue(outcome.contains("3 processes ended over this request"), outcome);
      assertEquals(1, arena.host().counters().poison());
      assertTrue(arena.host().counters().deaths() <= 3);
    }
  }

  @Test
  void aServiceThatCrashesAgainAndAgainIsStartedLessAndLess() throws Exception {
    String pauses = "holdfast.runtimes.process { restart = 400ms, longest-restart = 5s }";
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve("python"), pauses);
        Bystander bystander = Bystander.on(arena.host())) {
      long begun = System.nanoTime();
      long before = arena.host().counters().starts();
      int asked = 0;
      String last = "";
      while (System.nanoTime() - begun < Duration.ofSeconds(6).toNanos()) {
        last = arena.call("die", 1, DEADLINE);
        asked++;
        assertTrue(last.startsWith("failed"), last);
      }
      long started = arena.host().counters().starts() - before;
      System.out.printf(
          "crash loop: asked %d times in 6 s, %d starts, last: %s; beside: %s%n",
          asked, started, last, bystander.seen());
      assertTrue(asked > 20, "whoever asks is told at once");
      assertTrue(started < 20, started + " starts");
      assertTrue(last.contains("it is started again in"), last);
      assertEquals(List.of(), bystander.failures());
      Arena.await("it is served again", () -> fine(arena));
    }
  }

  private static boolean fine(Arena arena) {
    try {
      return arena.call("fine", 5, DEADLINE).equals("5");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
