package dev.holdfast.cli.faults.check;

import static dev.holdfast.cli.faults.check.Told.append;
import static dev.holdfast.cli.faults.check.Told.at;
import static dev.holdfast.cli.faults.check.Told.bounded;
import static dev.holdfast.cli.faults.check.Told.failed;
import static dev.holdfast.cli.faults.check.Told.read;
import static dev.holdfast.cli.faults.check.Told.unknown;
import static dev.holdfast.cli.faults.check.Told.verified;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.cli.faults.check.Breach.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldCheckTest {
  @Test
  void aJournalThatHoldsWhatWasSaidIsNoBreach() {
    assertEquals(
        Set.of(),
        kinds(
            List.of(7L, 9L),
            append(0, 1, 7, at(1)),
            append(0, 1, 8, unknown()),
            append(2, 3, 9, unknown()),
            bounded(4, 5, 7L),
            verified(8, 7L, 9L)));
  }

  @Test
  void whatTheJournalLacksHoldsTwiceOrInventsIsSeen() {
    assertEquals(EnumSet.of(Kind.LOST), kinds(List.of(), append(0, 1, 7, at(1))));
    assertEquals(EnumSet.of(Kind.DOUBLED), kinds(List.of(7L, 7L), append(0, 1, 7, unknown())));
    assertEquals(EnumSet.of(Kind.REFUSED), kinds(List.of(7L), append(0, 1, 7, failed())));
    assertEquals(EnumSet.of(Kind.NOWHERE), kinds(List.of(99L), read(0, 1)));
    List<Breach> found =
        FoldCheck.breaches(new Journaled(Map.of("fault-list/b", List.of())), List.of());
    assertEquals(List.of(Kind.NOWHERE), found.stream().map(Breach::kind).toList());
  }

  @Test
  void aReadOfWhatWasNeverCommittedIsSeen() {
    assertEquals(
        EnumSet.of(Kind.UNCOMMITTED),
        kinds(List.of(7L), append(0, 1, 7, at(1)), append(0, 9, 8, unknown()), bounded(2, 3, 8L)));
  }

  @Test
  void inTheEndServiceAndJournalMustAgreeToTheLastValue() {
    assertEquals(EnumSet.of(Kind.FOLD), kinds(List.of(7L), append(0, 1, 7, at(1)), verified(8)));
  }

  @Test
  void aRunThatMostlyFailsProvesNothing() {
    Operation ok = read(2, 3);
    Operation unknown = append(0, 1, 7, unknown());
    assertEquals(Optional.empty(), HistoryCheck.share(List.of(unknown, ok)));
    assertEquals(
        Optional.of(Kind.MOSTLY_FAILED),
        HistoryCheck.share(List.of(unknown, append(0, 1, 8, failed()), ok)).map(Breach::kind));
  }

  private static Set<Kind> kinds(List<Long> journal, Operation... operations) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    FoldCheck.breaches(new Journaled(Map.of(Told.LIST, journal)), List.of(operations))
        .forEach(breach -> kinds.add(breach.kind()));
    return kinds;
  }
}
