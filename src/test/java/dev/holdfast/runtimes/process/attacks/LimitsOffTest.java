package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The controls: with one limit off, a small form of its attack gets through, so it is this limit
 * that stops it.
 */
class LimitsOffTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** The memory of the attack outside the heap is 512 MiB, so that it cannot take the machine. */
  @ParameterizedTest
  @CsvSource({
    "node, buffers, 512, memory = 0, 32",
    "python, buffers, 512, memory = 0, 32",
    "node, output, 64, output-flood = 0, 64",
    "python, output, 64, output-flood = 0, 64",
    "node, descriptors, 2000, files = 0, 2000",
    "python, descriptors, 2000, files = 0, 2000",
    "node, file, 24, file-bytes = 0, 24",
    "python, file, 24, file-bytes = 0, 24",
  })
  void getsThrough(String language, String handler, int amount, String off, String reply)
      throws Exception {
    String settings = "holdfast.runtimes.process.limits { %s }".formatted(off);
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(language), settings)) {
      assertEquals(reply, arena.call(handler, amount, DEADLINE));
      assertEquals(0, arena.host().counters().deaths());
    }
  }

  @Test
  void withoutALimitOfTasksForksRunOn() throws Exception {
    String settings = "holdfast.runtimes.process.limits { tasks = 0 }";
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve("python"), settings)) {
      int before = arena.pids().size();
      Thread caller = Thread.ofVirtual().start(() -> fork(arena));
      Arena.await("all have been forked", () -> arena.pids().size() >= before + 100);
      caller.interrupt();
      assertEquals(0, arena.host().counters().deaths());
    }
  }

  private static void fork(Arena arena) {
    try {
      arena.call("forkBomb", 100, DEADLINE);
    } catch (Exception e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void withoutGraceALoopGoesOn() throws Exception {
    String settings = "holdfast.runtimes.process.limits { grace = 0 }";
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve("node"), settings)) {
      Set<Long> before = arena.pids();
      assertTrue(arena.call("loop", 4_000, Duration.ofMillis(300)).startsWith("failed"));
      // Answered by the process that was blocked, once it was through.
      long begun = System.nanoTime();
      assertEquals("1", arena.call("fine", 1, DEADLINE));
      assertTrue(System.nanoTime() - begun > Duration.ofSeconds(2).toNanos());
      assertEquals(before, arena.pids());
    }
  }

  /** Killed like any program, without what a host does: what it started lives on. */
  @Test
  void withoutAHostWhatLeftItsParentOutlivesIt() throws Exception {
    String sleeper = "sleep " + Arena.seconds();
    Process plain =
        new ProcessBuilder("sh", "-c", "setsid sh -c '" + sleeper + " & exit' & exec cat").start();
    Set<Long> left = Set.of();
    try {
      Arena.await("it has started", () -> Arena.ending(sleeper).size() == 1);
      plain.destroyForcibly().waitFor();
    } finally {
      left = Arena.ending(sleeper);
      left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
    assertEquals(1, left.size());
  }
}
