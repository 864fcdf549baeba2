package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.runtimes.UnloadableCode;
import dev.holdfast.runtimes.process.limits.KillReason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function does without ending over it: it gets no further, and others are not bothered. */
class ContainedTest {
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(strings = {"node", "python"})
  void filesThatAreOpenedAndForgottenRunOut(String language) throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), "")) {
      String outcome = arena.call("descriptors", 100_000, DEADLINE);
      assertTrue(outcome.startsWith("failed"), outcome);
      assertEquals("1", arena.eventually("fine", 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python"})
  void aFileGrowsToItsLimitAndNoFurther(String language) throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), "")) {
      String outcome = arena.call("file", 10_240, DEADLINE);
      assertTrue(outcome.startsWith("failed"), outcome);
      assertEquals("1", arena.eventually("fine", 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python"})
  void manyFilesFillTheirFolderAndNoMore(String language) throws Exception {
    for (String walls : new String[] {"auto", "session"}) {
      try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), walls(walls))) {
        String outcome = arena.call("files", 2_048, Duration.ofSeconds(10));
        assertTrue(outcome.startsWith("failed"), outcome);
        assertEquals("1", arena.eventually("fine", 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python"})
  void aHandlerThatNeverAnswersCostsItsCallerTheDeadline(String language) throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), "")) {
      Set<Long> before = arena.pids();
      String outcome = arena.call("never", 1, Duration.ofMillis(500));
      assertTrue(outcome.startsWith("failed"), outcome);
      assertEquals("1", arena.call("fine", 1, DEADLINE));
      // It blocks nobody, so it is left alone.
      assertEquals(0, arena.host().counters().kills(KillReason.TIME));
      assertEquals(before, arena.pids());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python"})
  void aThreadThatComputesForNobodyIsSeenByItsShare(String language) throws Exception {
    // On a busy machine a process that is nice gets little; one that rests needs nothing at all.
    String share = "holdfast.runtimes.process.limits { cpu-percent = 4, cpu-window = 2s }";
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), share)) {
      Set<Long> attackers = arena.pids();
      assertEquals("60000", arena.call("thread", 60_000, DEADLINE));
      Arena.await("the thread is stopped", () -> arena.areGone(attackers));
      assertEquals(1, arena.host().counters().kills(KillReason.CPU));
      assertEquals("1", arena.eventually("fine", 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"node-import", "python-import"})
  void aLoopInTheCodeThatIsLoadedEndsWithTheTimeToStart(String folder) {
    long begun = System.nanoTime();
    var refused =
        assertThrows(
            UnloadableCode.class,
            () ->
                Arena.open(
                    Arena.ATTACKS.resolve(folder), "holdfast.runtimes.process.start = 1500ms"));
    Duration passed = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(refused.faults().getFirst().contains("did not listen within 1500 ms"));
    assertTrue(passed.compareTo(Duration.ofSeconds(5)) < 0, "it took " + passed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "namespace", "session"})
  void whatLeavesItsParentTwiceDoesNotOutliveTheService(String walls) throws Exception {
    if (walls.equals("session")) {
      Means.needUsers(Arena.settings(walls(walls)));
    }
    for (String language : new String[] {"node", "python"}) {
      int seconds = Arena.seconds();
      String sleeper = "sleep " + seconds;
      try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), walls(walls))) {
        assertEquals(Integer.toString(seconds), arena.call("outlive", seconds, DEADLINE));
        assertEquals(1, Arena.running(sleeper).size(), "it runs while the service does");
      }
      assertEquals(Set.of(), Arena.running(sleeper));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"namespace", "session"})
  void aForkBombIsStoppedBehindThinnerWallsToo(String walls) throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve("python"), walls(walls))) {
      Set<Long> attackers = arena.pids();
      String outcome = arena.call("forkBomb", 300, Duration.ofSeconds(5));
      assertTrue(outcome.startsWith("failed"), outcome);
      Arena.await("the attackers are gone", () -> arena.areGone(attackers));
      assertTrue(arena.host().counters().kills(KillReason.TASKS) > 0);
    }
  }

  static String walls(String walls) {
    return "holdfast.runtimes.process.confinement.walls = " + walls;
  }
}
