package dev.holdfast.cli.faults.check;

import static dev.holdfast.cli.faults.check.Told.done;
import static dev.holdfast.cli.faults.check.Told.failed;
import static dev.holdfast.cli.faults.check.Told.mismatch;
import static dev.holdfast.cli.faults.check.Told.swap;
import static dev.holdfast.cli.faults.check.Told.unknown;
import static dev.holdfast.cli.faults.check.Told.value;
import static dev.holdfast.cli.faults.check.Told.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.check.Breach.Kind;
import dev.holdfast.cli.faults.check.RegisterSearch.Step;
import dev.holdfast.cli.faults.check.RegisterSearch.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisterCheckTest {
  @Test
  void whatOneCopyCouldHaveDoneIsNoBreach() {
    assertGood(
        value(0, 1, 0),
        write(1, 9, 5, done()),
        value(2, 3, 0),
        value(4, 5, 5),
        swap(6, 8, 5, 6, done()),
        swap(10, 11, 5, 7, mismatch(6)),
        write(12, 13, 8, failed()),
        write(12, 13, 9, unknown()),
        value(14, 15, 6),
        value(20, 21, 9));
  }

  @Test
  void aReadThatMissesAWriteThatEndedIsStale() {
    assertBreach(Kind.ORDER, write(0, 1, 5, done()), value(2, 3, 0));
    assertBreach(Kind.ORDER, write(0, 1, 5, done()), swap(2, 3, 9, 7, mismatch(0)));
  }

  @Test
  void twoSwapsFromOneValueCannotBothBeDone() {
    assertBreach(
        Kind.ORDER, write(0, 1, 5, done()), swap(2, 9, 5, 6, done()), swap(2, 9, 5, 7, done()));
  }

  @Test
  void aValueThatComesBackIsSeen() {
    assertBreach(
        Kind.ORDER, write(0, 1, 5, done()), write(2, 3, 6, done()), value(4, 5, 6), value(6, 7, 5));
  }

  @Test
  void aSwapOfUnknownOutcomeHappensOnceOrNever() {
    assertGood(write(0, 1, 5, done()), swap(2, 3, 5, 6, unknown()), value(4, 5, 5), value(6, 7, 6));
    assertBreach(
        Kind.ORDER,
        write(0, 1, 5, done()),
        swap(2, 3, 5, 6, unknown()),
        value(4, 5, 6),
        write(6, 7, 8, done()),
        value(8, 9, 6));
  }

  @Test
  void aValueFromNowhereAndARefusedOneAreSeen() {
    assertTrue(kinds(value(0, 1, 77)).contains(Kind.NOWHERE));
    assertTrue(kinds(write(0, 1, 5, failed()), value(2, 3, 5)).contains(Kind.REFUSED));
  }

  @Test
  void aRepetitionOfASwapThatWasDoneIsNotDecidedAnew() {
    assertTrue(
        kinds(swap(0, 1, 0, 5, done()), swap(2, 3, 0, 5, mismatch(5))).contains(Kind.CONTRADICTED));
  }

  @Test
  void aRepetitionThatFindsAMismatchLeavesTheFirstTryOpen() {
    assertGood(swap(0, 1, 3, 5, unknown()), swap(2, 3, 3, 5, mismatch(0)), value(4, 5, 0));
  }

  /** Histories of a real register with calls that overlap, then one answer is bent. */
  @Test
  void longTangledHistoriesAreDecided() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<Step> steps = tangled(random, 60);
      assertEquals(Verdict.LINEARIZABLE, new RegisterSearch(0, steps).run());
      steps.add(new Step(100_000, 100_001, true, -5, false, 0));
      assertEquals(Verdict.NOT_LINEARIZABLE, new RegisterSearch(0, steps).run());
    }
  }

  @Test
  void aSearchThatTakesTooLongSaysSo() {
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      steps.add(new Step(0, 100, false, 0, true, i));
    }
    steps.add(new Step(101, 102, true, -5, false, 0));
    assertEquals(Verdict.UNDECIDED, new RegisterSearch(0, steps).run());
  }

  private static List<Step> tangled(Random random, int count) {
    List<Step> steps = new ArrayList<>();
    long state = 0;
    for (int i = 1; i <= count; i++) {
      long moment = i * 10L;
      long from = moment - random.nextInt(80);
      long to = moment + random.nextInt(80);
      switch (random.nextInt(3)) {
        case 0 -> {
          steps.add(new Step(from, to, false, 0, true, i));
          state = i;
        }
        case 1 -> {
          steps.add(new Step(from, to, true, state, true, i));
          state = i;
        }
        default -> steps.add(new Step(from, to, true, state, false, 0));
      }
    }
    return steps;
  }

  private static void assertGood(Operation... operations) {
    assertEquals(Set.of(), kinds(operations));
  }

  private static void assertBreach(Kind kind, Operation... operations) {
    assertEquals(EnumSet.of(kind), kinds(operations));
  }

  private static Set<Kind> kinds(Operation... operations) {
    RegisterCheck.Checked checked = RegisterCheck.check(Told.REGISTER, List.of(operations));
    assertTrue(checked.decided());
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    checked.breaches().forEach(breach -> kinds.add(breach.kind()));
    return kinds;
  }
}
