package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.runtimes.process.limits.KillReason;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are none: the request fails with a reason, and the next one is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private Arena arena;

  @BeforeAll
  void open() throws Exception {
    arena = Arena.open(Arena.ATTACKS.resolve("answers"), "");
  }

  @AfterAll
  void close() {
    arena.close();
  }

  @ParameterizedTest
  @CsvSource({
    "garbage, has more than 16384 bytes",
    "huge, it answers 1073741824 bytes; holdfast.runtimes.process.answer-bytes is 16777216",
    "headers, has more than 16384 bytes",
    "claimed, was not waited for any longer",
    "drip, was not waited for any longer",
    "silent, was not waited for any longer"
  })
  void failsWithAReason(String handler, String reason) throws Exception {
    long begun = System.nanoTime();
    String outcome = arena.call(handler, 1, DEADLINE);
    Duration passed = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(outcome.contains(reason), outcome);
    assertTrue(passed.compareTo(DEADLINE.plusSeconds(1)) < 0, "after " + passed);
    assertEquals("1", arena.call("fine", 1, DEADLINE));
  }

  /** Each claims as much as an answer may have, and sends nothing: together more than the heap. */
  @Test
  void aLengthThatIsOnlyClaimedCostsNoMemory() throws Exception {
    List<Thread> callers =
        IntStream.range(0, 60).mapToObj(_ -> Thread.ofVirtual().start(() -> claimed())).toList();
    Arena.await("all are waiting", () -> arena.host().counters().demand().values().contains(60));
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    for (Thread caller : callers) {
      caller.join();
    }
    assertTrue(used < 500L << 20, (used >> 20) + " MiB in the heap");
  }

  private void claimed() {
    try {
      arena.call("claimed", 1, Duration.ofSeconds(3));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneThatClosesItsSocketAndLivesOnIsReplaced() throws Exception {
    long before = arena.host().counters().kills(KillReason.DEAF);
    arena.call("deaf", 1, Duration.ofSeconds(3));
    assertEquals("1", arena.eventually("fine", 1));
    assertTrue(arena.host().counters().kills(KillReason.DEAF) > before);
  }
}
