package dev.holdfast.cli.faults.check;

import dev.holdfast.cli.faults.check.Breach.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what a reader of the journal makes of it with what the services said. */
public final class FoldCheck {
  private static final long INITIAL = 0;

  private final String entity;
  private final List<Long> journaled;
  private final List<Breach> breaches = new ArrayList<>();

  private FoldCheck(String entity, List<Long> journaled) {
    this.entity = entity;
    this.journaled = journaled;
  }

  /** Every breach; the verifier's reads must be exactly what the journal holds. */
  public static List<Breach> breaches(Journaled journaled, List<Operation> operations) {
    List<Breach> breaches = new ArrayList<>();
    Map<String, List<Operation>> called = HistoryCheck.byEntity(operations);
    called.forEach(
        (entity, own) -> {
          var check = new FoldCheck(entity, journaled.of(entity));
          check.checkWrites(Intention.of(own).intentions());
          own.forEach(check::checkRead);
          breaches.addAll(check.breaches);
        });
    journaled.values().keySet().stream()
        .filter(entity -> !called.containsKey(entity))
        .forEach(entity -> breaches.add(new Breach(Kind.NOWHERE, entity, "nobody ever called it")));
    return breaches;
  }

  private void checkWrites(List<Intention> intentions) {
    Map<Long, Integer> times = new HashMap<>();
    journaled.forEach(value -> times.merge(value, 1, Integer::sum));
    Map<Long, Intention> sent = new HashMap<>();
    for (Intention one : intentions) {
      switch (one.action()) {
        case Action.Append(long value) -> sent.put(value, one);
        case Action.Write(long value) -> sent.put(value, one);
        case Action.Swap(_, long value) -> {
          if (!(one.outcome() instanceof Outcome.Mismatch)) {
            sent.put(value, one);
          }
        }
        case Action.ReadList _, Action.ReadValue _, Action.OfBank _ -> {
          // Leaves nothing in the journal.
        }
      }
    }
    sent.forEach((value, one) -> checkWrite(one, times.getOrDefault(value, 0)));
    times.keySet().stream()
        .filter(value -> !sent.containsKey(value))
        .forEach(value -> add(Kind.NOWHERE, value + " is in the journal and nobody sent it"));
  }

  private void checkWrite(Intention write, int times) {
    if (times > 1) {
      add(Kind.DOUBLED, write + " is in the journal " + times + " times");
    } else if (times == 1 && write.isFailed()) {
      add(Kind.REFUSED, write + " is in the journal");
    } else if (times == 0 && write.outcome().ok()) {
      add(Kind.LOST, write + " is not in the journal");
    }
  }

  private void checkRead(Operation read) {
    boolean last = read.process() == Operation.VERIFIER;
    if (read.outcome() instanceof Outcome.Listed(List<Long> values)) {
      if (last && !values.equals(journaled)) {
        add(Kind.FOLD, values + " was read, the journal holds " + journaled);
      } else if (!ListCheck.isPrefix(values, journaled)) {
        add(Kind.UNCOMMITTED, read + " is no beginning of the journal's " + journaled);
      }
    } else if (read.outcome() instanceof Outcome.Value(long value)) {
      long now = journaled.isEmpty() ? INITIAL : journaled.getLast();
      if (last && value != now) {
        add(Kind.FOLD, value + " was read, the journal ends with " + now);
      } else if (value != INITIAL && !journaled.contains(value)) {
        add(Kind.UNCOMMITTED, read + " was never in the journal");
      }
    }
  }

  private void add(Kind kind, String detail) {
    breaches.add(new Breach(kind, entity, detail));
  }
}
