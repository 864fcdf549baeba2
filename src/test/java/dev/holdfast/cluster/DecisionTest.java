package dev.holdfast.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.members.Member;
import dev.holdfast.journal.members.Members.View;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a starting node forms a cluster, when it joins one, and when it does neither. */
class DecisionTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);
  private static final Duration AN_AGE = Duration.ofSeconds(11);

  @Test
  void whereNobodyIsAClusterIsFormed() {
    assertInstanceOf(Decision.Found.class, decide());
  }

  @Test
  void aBeatingMemberIsJoined() {
    assertEquals(
        new Decision.Join(3, List.of("a:1")),
        decide(new Vitals(Rows.row("a:1", 900), NO_TIME, Answer.OPEN)));
  }

  @Test
  void aBeatingMemberThatIsNotReachedIsNeverPassedOver() {
    for (Answer answer : List.of(Answer.REFUSED, Answer.NOTHING)) {
      assertInstanceOf(
          Decision.Wait.class, decide(new Vitals(Rows.row("a:1", 900), NO_TIME, answer)));
    }
  }

  @Test
  void aKilledMemberIsPassedOverAsSoonAsItIsSilent() {
    assertInstanceOf(
        Decision.Found.class, decide(new Vitals(Rows.row("a:1", 2600), NO_TIME, Answer.REFUSED)));
    assertInstanceOf(
        Decision.Wait.class, decide(new Vitals(Rows.row("a:1", 2400), NO_TIME, Answer.REFUSED)));
  }

  @Test
  void aSilentMemberWhoseMachineIsGoneIsWaitedForUntilItIsStale() {
    assertInstanceOf(
        Decision.Wait.class,
        decide(new Vitals(Rows.row("a:1", 9900), THREE_SECONDS, Answer.NOTHING)));
    assertInstanceOf(
        Decision.Found.class,
        decide(new Vitals(Rows.row("a:1", 10_100), THREE_SECONDS, Answer.NOTHING)));
  }

  @Test
  void anOldHeartbeatIsWatchedFirstForTheDatabaseMayHaveBeenAway() {
    assertEquals(
        new Decision.Join(3, List.of("a:1")),
        decide(new Vitals(Rows.row("a:1", 60_000), Duration.ofSeconds(1), Answer.OPEN)));
    assertEquals(
        new Decision.Join(3, List.of("a:1")),
        decide(new Vitals(Rows.row("a:1", 60_000), THREE_SECONDS, Answer.OPEN)),
        "who can be reached is joined, not replaced");
    assertInstanceOf(
        Decision.Found.class, decide(new Vitals(Rows.row("a:1", 60_000), AN_AGE, Answer.OPEN)));
  }

  @Test
  void aHeartbeatOfTheFutureThatStandsStillIsStaleAllTheSame() {
    assertInstanceOf(
        Decision.Wait.class,
        decide(new Vitals(Rows.row("a:1", -3_600_000), THREE_SECONDS, Answer.NOTHING)));
    assertInstanceOf(
        Decision.Found.class,
        decide(new Vitals(Rows.row("a:1", -3_600_000), AN_AGE, Answer.NOTHING)));
  }

  @Test
  void oneLiveMemberKeepsTheClusterWhateverBecameOfTheRest() {
    assertEquals(
        new Decision.Join(3, List.of("b:1")),
        decide(
            new Vitals(Rows.row("a:1", 60_000), AN_AGE, Answer.REFUSED),
            new Vitals(Rows.row("b:1", 100), NO_TIME, Answer.OPEN)));
  }

  @Test
  void aBeatingMemberIsAskedRatherThanASilentOne() {
    assertEquals(
        new Decision.Join(3, List.of("b:1")),
        decide(
            new Vitals(Rows.row("a:1", 3000), NO_TIME, Answer.OPEN),
            new Vitals(Rows.row("b:1", 100), NO_TIME, Answer.OPEN)));
  }

  @Test
  void aClusterOfAnotherFormatIsNamedAndNotJoined() {
    var other = new Member("a:1", 1, 1, "", "2.0", 2, "{}");
    var decision = decide(new Vitals(Rows.row(other, 100), NO_TIME, Answer.OPEN));
    String reason = assertInstanceOf(Decision.Refuse.class, decision).reason();
    assertTrue(reason.contains("a:1 (version 2.0, format 2)"), reason);
    assertInstanceOf(
        Decision.Found.class, decide(new Vitals(Rows.row(other, 60_000), AN_AGE, Answer.REFUSED)));
  }

  private static Decision decide(Vitals... others) {
    return Decision.of(new View(3, List.of()), List.of(others), Rows.SELF, Rows.SETTINGS);
  }
}
