package dev.holdfast.runtimes.process.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.runtimes.process.limits.KillReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a function does to the machine: it is stopped in time, the service beside it answers all the
 * while, and nothing of it is left.
 */
class AttacksTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** On two cores that others use, too; an attack that got through takes far longer. */
  private static final Duration WORST = Duration.ofSeconds(2);

  /** Grace or the time to fill a limit, two looks, and one second. */
  private static final Duration STOPPED = Duration.ofSeconds(4);

  /**
   * An attack that ends its process.
   *
   * @param reasons that the node may have for ending it; none where the kernel does
   */
  record Deadly(String language, String handler, int amount, Set<KillReason> reasons) {}

  static Stream<Deadly> deadly() {
    return Stream.of("node", "python")
        .flatMap(
            language ->
                Stream.of(
                    new Deadly(language, "forkBomb", 300, Set.of(KillReason.TASKS)),
                    new Deadly(language, "buffers", 10_240, Set.of(KillReason.MEMORY)),
                    new Deadly(
                        language, "heap", 10_240, Set.of(KillReason.MEMORY, KillReason.TIME)),
                    new Deadly(language, "loop", 3_600_000, Set.of(KillReason.TIME)),
                    new Deadly(language, "output", 1_024, Set.of(KillReason.OUTPUT))));
  }

  @ParameterizedTest
  @MethodSource("deadly")
  void isStoppedInTimeWhileOthersAreServed(Deadly attack) throws Exception {
    try (Arena arena = Arena.open(Arena.ATTACKS.resolve(attack.language()), "");
        Bystander bystander = Bystander.on(arena.host())) {
      assertEquals("7", arena.call("fine", 7, DEADLINE));
      Arena.await("the bystander is measured alone", () -> bystander.count() >= 50);
      Bystander.Seen before = bystander.seen();
      Set<Long> attackers = arena.pids();
      long begun = System.nanoTime();
      String outcome = arena.call(attack.handler(), attack.amount(), DEADLINE);
      assertTrue(outcome.startsWith("failed"), outcome);
      Arena.await("the attackers are gone", () -> arena.areGone(attackers));
      Duration stopped = Duration.ofNanos(System.nanoTime() - begun);
      assertEquals("8", arena.eventually("fine", 8));
      Bystander.Seen beside = bystander.seen();
      System.out.printf(
          "%s %s: stopped after %d ms; beside: alone %s; attacked %s; kills %s%n",
          attack.language(), attack.handler(), stopped.toMillis(), before, beside, kills(arena));
      assertTrue(stopped.compareTo(STOPPED) < 0, "stopped after " + stopped);
      assertTrue(beside.worst().compareTo(WORST) < 0, "the bystander waited: " + beside);
      assertEquals(List.of(), bystander.failures());
      assertTrue(deaths(arena, attack) > 0, "it ended by itself");
    }
  }

  private static long deaths(Arena arena, Deadly attack) {
    long kills = attack.reasons().stream().mapToLong(it -> arena.host().counters().kills(it)).sum();
    // What takes memory faster than anybody looks is stopped by the kernel.
    return attack.reasons().contains(KillReason.MEMORY)
        ? kills + arena.host().counters().deaths()
        : kills;
  }

  private static String kills(Arena arena) {
    return Stream.of(KillReason.values())
        .filter(it -> arena.host().counters().kills(it) > 0)
        .map(it -> it.label() + "=" + arena.host().counters().kills(it))
        .toList()
        .toString();
  }
}
