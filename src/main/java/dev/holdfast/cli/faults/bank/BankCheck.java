package dev.holdfast.cli.faults.bank;

import dev.holdfast.cli.faults.bank.Story.Step;
import dev.holdfast.cli.faults.check.Action;
import dev.holdfast.cli.faults.check.Action.OfBank;
import dev.holdfast.cli.faults.check.Breach;
import dev.holdfast.cli.faults.check.Breach.Kind;
import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the stories of all transfers, the books and the mirrors with what callers were told. */
final class BankCheck {
  private final Ledger ledger;
  private final List<Breach> breaches = new ArrayList<>();

  private BankCheck(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Every breach.
   *
   * @param accounts how many there are
   * @param operations those of the bank; the verifier's reads came when all was at rest
   */
  static List<Breach> breaches(Ledger ledger, int accounts, List<Operation> operations) {
    var check = new BankCheck(ledger);
    check.breaches.addAll(ledger.breaches());
    check.checkStories();
    check.checkBooks(accounts);
    check.checkCalls(operations);
    operations.forEach(check::checkRead);
    return check.breaches;
  }

  private void checkStories() {
    new TreeMap<>(ledger.stories())
        .values()
        .forEach(story -> story.check((kind, detail) -> breaches.add(story.breach(kind, detail))));
  }

  private void checkBooks(int accounts) {
    long total = (accounts - ledger.books().size()) * Book.OPENING;
    for (Map.Entry<String, Book> one : ledger.books().entrySet()) {
      Book book = one.getValue();
      total += book.balance();
      if (book.mirrored() != book.postings() || book.mirroredBalance() != book.balance()) {
        add(
            Kind.FOLD,
            Ledger.MIRROR + one.getKey(),
            "it has posting %d and %d cents, the account %d and %d"
                .formatted(
                    book.mirrored(), book.mirroredBalance(), book.postings(), book.balance()));
      }
    }
    long underWay = ledger.open().stream().mapToLong(Story::cents).sum();
    if (total + underWay != accounts * Book.OPENING) {
      add(
          Kind.MONEY,
          "",
          "%d in all accounts and %d under way, of %d"
              .formatted(total, underWay, accounts * Book.OPENING));
    }
  }

  /** What callers were told of one transfer or claim, whichever of their tries it was. */
  private static final class Told {
    private boolean done;
    private boolean perhaps;

    private void hear(Outcome outcome) {
      done |= outcome instanceof Outcome.Done;
      perhaps |= outcome instanceof Outcome.Unknown;
    }
  }

  private void checkCalls(List<Operation> operations) {
    Map<Long, Told> transfers = new TreeMap<>();
    Map<Long, Told> claims = new TreeMap<>();
    for (Operation one : operations) {
      if (one.action() instanceof OfBank.Transfer transfer) {
        transfers.computeIfAbsent(transfer.id(), _ -> new Told()).hear(one.outcome());
      } else if (one.action() instanceof OfBank.Claim(long id)) {
        claims.computeIfAbsent(id, _ -> new Told()).hear(one.outcome());
      }
    }
    transfers.forEach((id, told) -> checkCall(id, Step.DEBITED, told));
    claims.forEach((id, told) -> checkCall(id, Step.CLAIMED, told));
    ledger.stories().values().stream()
        .filter(story -> !transfers.containsKey(story.id()))
        .forEach(story -> breaches.add(story.breach(Kind.NOWHERE, "nobody asked for it")));
  }

  private void checkCall(long id, Step step, Told told) {
    Story story = ledger.stories().getOrDefault(id, new Story(id));
    boolean there = story.times(step) > 0;
    if (told.done && !there) {
      breaches.add(story.breach(Kind.LOST, step + " was acknowledged"));
    } else if (!told.done && !told.perhaps && there) {
      breaches.add(story.breach(Kind.REFUSED, step + " was refused"));
    }
  }

  private void checkRead(Operation read) {
    if (!(read.action() instanceof Action.ReadValue)
        || !(read.outcome() instanceof Outcome.Value(long value))) {
      return;
    }
    String id = read.entity().substring(read.entity().indexOf('/') + 1);
    Book book = ledger.books().getOrDefault(id, new Book());
    long journaled =
        read.entity().startsWith(Ledger.MIRROR)
            ? book.mirroredBalance() - Book.OPENING
            : book.balance();
    if (value != journaled) {
      add(Kind.FOLD, read.entity(), value + " was read, its journal says " + journaled);
    }
  }

  private void add(Kind kind, String entity, String detail) {
    breaches.add(new Breach(kind, entity, detail));
  }
}
