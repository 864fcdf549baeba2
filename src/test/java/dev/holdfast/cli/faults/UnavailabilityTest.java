package dev.holdfast.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnavailabilityTest {
  private static final Outcome OK = new Outcome.Value(0);
  private static final Outcome UNKNOWN = new Outcome.Unknown("no answer");

  @Test
  void anEntityIsSilentFromTheFirstCallThatFailsToTheFirstAnswer() {
    assertSilent(7, 1, call(1, 12, 18, UNKNOWN), call(1, 13, 20, UNKNOWN), call(1, 18, 19, OK));
  }

  @Test
  void aCallUnderWayWhenTheFaultStrikesCountsFromTheFault() {
    assertSilent(5, 1, call(1, 8, 15, OK), call(1, 16, 16, OK));
  }

  @Test
  void aSlowCallWhileTheEntityAnswersOthersIsShort() {
    assertSilent(1, 1, call(1, 12, 22, UNKNOWN), call(1, 13, 13, OK), call(1, 24, 24, OK));
  }

  @Test
  void anEntityThatNobodyCallsAgainIsSilentUntilTheClusterHasHealed() {
    assertSilent(18, 1, call(1, 12, 22, UNKNOWN));
  }

  @Test
  void whatNeverHealsIsSilentForAsLongAsAnybodyAsked() {
    assertSilent(Optional.empty(), 28, 1, call(1, 12, 22, UNKNOWN), call(1, 30, 40, UNKNOWN));
  }

  @Test
  void quickAnswersAndEarlierTroubleAreNoSilence() {
    assertSilent(0, 0, call(1, 2, 9, UNKNOWN), call(1, 12, 12, OK));
  }

  @Test
  void whatWentThroughTheVictimOrFoundNoNodeDoesNotCount() {
    assertSilent(
        0,
        0,
        call(2, 12, 22, UNKNOWN),
        call(1, 12, 14, new Outcome.Failed("no node")),
        call(1, 12, 14, new Outcome.Failed("503 not-ready")),
        call(1, 30, 30, OK));
  }

  @Test
  void accountsAreOfEveryPhaseSoTheTimeOfTheCallDecides() {
    assertSilent(8, 1, account(12, UNKNOWN), account(20, OK), account(40, UNKNOWN));
  }

  private static Operation account(long from, Outcome outcome) {
    return new Operation(
        1,
        "bank-account/a3",
        new Action.OfBank.Transfer(from, "a4", 5, false),
        "",
        1,
        "",
        s(from),
        s(from),
        outcome);
  }

  private static void assertSilent(long seconds, int affected, Operation... history) {
    assertSilent(Optional.of(s(30)), seconds, affected, history);
  }

  private static void assertSilent(
      Optional<Long> healed, long seconds, int affected, Operation... history) {
    var episode = new Episode("kill", "p1", List.of(2), s(10), s(10), healed, 0, s(1), s(31));
    Unavailability found = Unavailability.of(episode, List.of(history));
    assertEquals(Duration.ofSeconds(seconds), found.max());
    assertEquals(affected, found.affected());
  }

  private static Operation call(int node, long from, long to, Outcome outcome) {
    return new Operation(
        1,
        "fault-register/p1-3",
        new Action.ReadValue(true),
        "",
        node,
        "",
        s(from),
        s(to),
        outcome);
  }

  private static long s(long seconds) {
    return seconds * 1_000_000_000;
  }
}
