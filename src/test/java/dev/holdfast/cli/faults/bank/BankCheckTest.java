package dev.holdfast.cli.faults.bank;

import static dev.holdfast.cli.faults.bank.Journal.payment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Action.OfBank;
import dev.holdfast.cli.faults.check.Breach.Kind;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BankCheckTest {
  private static final Payment FIRST = payment(1, 1);
  private static final Payment SECOND = payment(2, 2);
  private static final Payment HELD = payment(1, 0);

  private final Journal journal = new Journal();

  @Test
  void aTransferThatArrivedIsNoBreach() {
    journal.debited(FIRST).credited(FIRST).noted("a", 1, -5).noted("b", 1, 5);
    assertEquals(
        Set.of(),
        kinds(transfer(1, new Outcome.Done()), read("a", 9_995), read("b", 10_005), mirror(5)));
    assertTrue(journal.ledger().open().isEmpty());
    assertEquals(0, journal.ledger().unmirrored());
  }

  @Test
  void whatIsClaimedGivenBackOrReturnedIsNoBreach() {
    Payment other = payment(2, 0);
    journal.debited(HELD).offered(HELD).pending(HELD, "Claimed").pending(HELD, "GivenBack");
    journal.refunded(HELD);
    journal.debited(other).offered(other).pending(other, "Expired").refunded(other);
    mirrored();
    assertEquals(Set.of(), kinds(claim(1, new Outcome.Done()), transfer(1, new Outcome.Done())));
    assertEquals(
        List.of(1L),
        journal.ledger().stories().values().stream()
            .flatMap(story -> story.expiredAfter().stream())
            .map(after -> after.toSeconds())
            .toList());
  }

  @Test
  void whatDoesNotArriveIsSeen() {
    journal.debited(FIRST);
    mirrored();
    assertEquals(1, journal.ledger().open().size());
    assertEquals(EnumSet.of(Kind.UNDELIVERED), kinds());
  }

  @Test
  void whatArrivesTwiceIsSeenAndNotAsDisorder() {
    journal.debited(FIRST).credited(FIRST).credited(FIRST);
    mirrored();
    assertEquals(EnumSet.of(Kind.DOUBLED, Kind.MONEY), kinds());
  }

  @Test
  void whatIsCreditedAndRefundedIsSeen() {
    journal.debited(FIRST).credited(FIRST).refunded(FIRST);
    mirrored();
    assertEquals(EnumSet.of(Kind.DOUBLED, Kind.MONEY), kinds());
  }

  @Test
  void whatNobodySentOrSentDifferentlyIsSeen() {
    journal.credited(FIRST);
    mirrored();
    assertEquals(EnumSet.of(Kind.NOWHERE, Kind.MONEY), kinds());

    var other = new Journal();
    other.debited(FIRST).credited(new Payment(1, "a", "b", 7, 1));
    other.noted("a", 1, -5).noted("b", 1, 7);
    assertEquals(EnumSet.of(Kind.NOWHERE, Kind.MONEY), kinds(other, transfer(1, unknown())));
  }

  @Test
  void whatIsOvertakenIsSeen() {
    journal.debited(FIRST).debited(SECOND).credited(SECOND).credited(FIRST);
    mirrored();
    assertEquals(EnumSet.of(Kind.OVERTAKEN), kinds());
  }

  @Test
  void aMirrorThatMissesRepeatsOrReordersIsSeen() {
    journal.debited(FIRST).credited(FIRST).noted("a", 1, -5);
    assertEquals(EnumSet.of(Kind.FOLD), kinds());
    journal.noted("b", 1, 5).noted("b", 1, 5);
    assertEquals(EnumSet.of(Kind.DOUBLED, Kind.FOLD), kinds());
    journal.noted("b", 3, 5);
    assertEquals(EnumSet.of(Kind.DOUBLED, Kind.OVERTAKEN, Kind.FOLD), kinds());
  }

  @Test
  void aTimerThatGoesOffTwiceOrAfterItsCancellationOrNeverIsSeen() {
    journal.debited(HELD).offered(HELD);
    mirrored();
    assertEquals(EnumSet.of(Kind.MISTIMED, Kind.UNDELIVERED), kinds());

    journal.pending(HELD, "Claimed").pending(HELD, "Expired").refunded(HELD);
    mirrored();
    assertEquals(EnumSet.of(Kind.MISTIMED), kinds());
  }

  @Test
  void aScheduleThatLeavesOutOrRepeatsASecondIsSeen() {
    journal.ticked(70).ticked(71);
    assertEquals(Set.of(), kinds());
    journal.ticked(73);
    assertEquals(EnumSet.of(Kind.MISTIMED), kinds());

    var other = new Journal().ticked(70).ticked(70);
    assertEquals(EnumSet.of(Kind.MISTIMED), kinds(other));
  }

  @Test
  void whatIsParkedIsSeen() {
    journal.parked(FIRST);
    assertEquals(EnumSet.of(Kind.PARKED), kinds());
  }

  @Test
  void whatCallersWereToldMustBeThere() {
    assertEquals(
        EnumSet.of(Kind.LOST), kinds(transfer(7, unknown()), transfer(7, new Outcome.Done())));
    assertEquals(EnumSet.of(Kind.LOST), kinds(claim(7, new Outcome.Done())));

    journal.debited(FIRST).credited(FIRST);
    mirrored();
    assertEquals(EnumSet.of(Kind.NOWHERE), kinds(journal));
    assertEquals(EnumSet.of(Kind.REFUSED), kinds(transfer(1, new Outcome.Failed("not-ready"))));
    assertEquals(EnumSet.of(Kind.REFUSED), kinds(transfer(1, new Outcome.Rejected("bank"))));
    assertEquals(
        Set.of(), kinds(transfer(1, new Outcome.Failed("not-ready")), transfer(1, unknown())));
    assertEquals(
        EnumSet.of(Kind.FOLD), kinds(transfer(1, unknown()), read("a", 10_000), mirror(6)));
  }

  /** The mirrors know of everything. */
  private void mirrored() {
    for (Map.Entry<String, Book> one : journal.ledger().books().entrySet()) {
      Book book = one.getValue();
      for (long number = book.mirrored() + 1; number <= book.postings(); number++) {
        boolean last = number == book.postings();
        journal.noted(one.getKey(), number, last ? book.balance() - book.mirroredBalance() : 0);
      }
    }
  }

  /** Of transfers that callers asked for, without knowing what became of them. */
  private Set<Kind> kinds(Operation... operations) {
    List<Operation> all = new ArrayList<>(List.of(operations));
    journal
        .ledger()
        .stories()
        .keySet()
        .forEach(
            id -> {
              if (all.stream().noneMatch(one -> isOf(id, one))) {
                all.add(transfer(id, unknown()));
              }
            });
    return kinds(journal, all.toArray(Operation[]::new));
  }

  private static boolean isOf(long id, Operation operation) {
    return operation.action() instanceof OfBank.Transfer transfer && transfer.id() == id;
  }

  private static Set<Kind> kinds(Journal journal, Operation... operations) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    BankCheck.breaches(journal.ledger(), 100, List.of(operations))
        .forEach(breach -> kinds.add(breach.kind()));
    return kinds;
  }

  private static Operation transfer(long id, Outcome outcome) {
    return operation("bank-account/a", new OfBank.Transfer(id, "b", 5, false), outcome);
  }

  private static Operation claim(long id, Outcome outcome) {
    return operation("bank-pending/t" + id, new OfBank.Claim(id), outcome);
  }

  private static Operation read(String account, long balance) {
    return operation("bank-account/" + account, balance);
  }

  private static Operation mirror(long total) {
    return operation("bank-mirror/b", total);
  }

  private static Operation operation(String entity, long value) {
    return operation(entity, new Action.ReadValue(true), new Outcome.Value(value));
  }

  private static Operation operation(String entity, Action action, Outcome outcome) {
    return new Operation(1, entity, action, "", 1, "", 0, 1, outcome);
  }

  private static Outcome unknown() {
    return new Outcome.Unknown("no answer");
  }
}
