package dev.holdfast.cli.faults.check;

import static dev.holdfast.cli.faults.check.Told.append;
import static dev.holdfast.cli.faults.check.Told.at;
import static dev.holdfast.cli.faults.check.Told.bounded;
import static dev.holdfast.cli.faults.check.Told.failed;
import static dev.holdfast.cli.faults.check.Told.keyed;
import static dev.holdfast.cli.faults.check.Told.read;
import static dev.holdfast.cli.faults.check.Told.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.faults.check.Breach.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListCheckTest {
  @Test
  void whatOneCopyCouldHaveDoneIsNoBreach() {
    assertGood(
        append(0, 5, 7, at(1)),
        append(1, 4, 8, at(2)),
        append(2, 9, 9, unknown()),
        append(2, 9, 10, failed()),
        bounded(6, 7),
        read(6, 7, 7L, 8L),
        read(20, 21, 7L, 8L, 9L));
  }

  @Test
  void aCallOfUnknownOutcomeMayStillHappenLongAfterItsEnd() {
    assertGood(append(0, 1, 7, unknown()), read(5, 6), read(8, 9, 7L));
  }

  @Test
  void anAcknowledgedValueThatIsGoneIsLost() {
    assertBreach(Kind.LOST, append(0, 1, 7, at(1)), append(2, 3, 8, at(1)), read(4, 5, 8L));
    assertBreach(Kind.LOST, append(0, 1, 7, at(1)), read(4, 5));
  }

  @Test
  void aValueThatIsThereTwiceIsDoubledAlsoWhenNobodyWasTold() {
    assertBreach(Kind.DOUBLED, append(0, 1, 7, unknown()), read(4, 5, 7L, 7L));
  }

  @Test
  void aValueNobodySentOrSentLaterIsFromNowhere() {
    assertBreach(Kind.NOWHERE, read(4, 5, 99L));
    assertBreach(Kind.NOWHERE, read(1, 2, 7L), append(4, 5, 7, at(1)));
    assertBreach(Kind.NOWHERE, bounded(4, 5, 99L));
  }

  @Test
  void aRefusedValueMustNotBeThere() {
    assertBreach(Kind.REFUSED, append(0, 1, 7, failed()), read(4, 5, 7L));
  }

  @Test
  void aStrongReadThatMissesWhatWasAcknowledgedBeforeIsStale() {
    assertBreach(Kind.ORDER, append(0, 1, 7, at(1)), read(2, 3), read(4, 5, 7L));
  }

  @Test
  void aStrongReadThatGoesBackIsStale() {
    assertBreach(
        Kind.ORDER, append(0, 9, 7, unknown()), read(1, 2, 7L), read(3, 4), read(5, 6, 7L));
  }

  @Test
  void anAppendThatComesBeforeOneThatEndedEarlierIsOutOfOrder() {
    assertBreach(Kind.ORDER, append(0, 1, 7, at(2)), append(2, 3, 8, at(1)), read(4, 5, 8L, 7L));
  }

  @Test
  void twoHistoriesAreSeen() {
    assertBreach(
        Kind.ORDER,
        append(0, 9, 7, unknown()),
        append(0, 9, 8, unknown()),
        read(1, 2, 7L),
        read(3, 4, 8L));
  }

  @Test
  void aPlaceThatWasGivenTwiceIsSeen() {
    assertBreach(Kind.ORDER, append(0, 1, 7, at(1)), append(0, 1, 8, at(1)), read(4, 5, 7L, 8L));
  }

  @Test
  void aBoundedReadMayBeOldButNotOfAnotherHistory() {
    assertGood(
        append(0, 1, 7, at(1)), append(2, 3, 8, at(2)), bounded(8, 9, 7L), read(8, 9, 7L, 8L));
    assertBreach(
        Kind.UNCOMMITTED,
        append(0, 1, 7, at(1)),
        append(0, 3, 8, unknown()),
        bounded(4, 5, 8L),
        read(6, 7, 7L));
  }

  @Test
  void triesWithOneKeyAreOneIntention() {
    assertGood(
        keyed(0, 1, "k", 7, unknown()), keyed(2, 3, "k", 7, at(1)), read(1, 2, 7L), read(4, 5, 7L));
    assertGood(keyed(0, 1, "k", 7, failed()), keyed(2, 3, "k", 7, unknown()), read(4, 5, 7L));
  }

  @Test
  void aRepetitionThatIsAnsweredOtherwiseContradicts() {
    assertBreach(
        Kind.CONTRADICTED, keyed(0, 1, "k", 7, at(1)), keyed(2, 3, "k", 7, at(2)), read(4, 5, 7L));
  }

  private static void assertGood(Operation... operations) {
    assertEquals(List.of(), ListCheck.breaches(Told.LIST, List.of(operations)));
  }

  private static void assertBreach(Kind kind, Operation... operations) {
    Set<Kind> found = EnumSet.noneOf(Kind.class);
    ListCheck.breaches(Told.LIST, List.of(operations)).forEach(one -> found.add(one.kind()));
    assertEquals(EnumSet.of(kind), found);
  }
}
