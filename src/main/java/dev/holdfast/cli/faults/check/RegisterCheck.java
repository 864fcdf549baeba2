package dev.holdfast.cli.faults.check;

import dev.holdfast.cli.faults.check.Breach.Kind;
import dev.holdfast.cli.faults.check.RegisterSearch.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a register that is written blindly or by compare-and-set; it begins with 0. */
final class RegisterCheck {
  private static final long INITIAL = 0;

  private final String entity;
  private final List<Intention> intentions;
  private final List<Breach> breaches = new ArrayList<>();

  private RegisterCheck(String entity, List<Intention> intentions) {
    this.entity = entity;
    this.intentions = intentions;
  }

  /** What was found on one register; undecided when the search was given up. */
  record Checked(List<Breach> breaches, boolean decided) {}

  static Checked check(String entity, List<Operation> operations) {
    Intention.Merged merged = Intention.of(operations);
    var check = new RegisterCheck(entity, merged.intentions());
    check.breaches.addAll(merged.breaches());
    check.checkValues();
    return new Checked(check.breaches, check.search());
  }

  /** Every value read was sent before and not refused; also by reads that may be old. */
  private void checkValues() {
    Map<Long, Intention> writes = new HashMap<>();
    for (Intention intention : intentions) {
      switch (intention.action()) {
        case Action.Write(long value) -> writes.put(value, intention);
        case Action.Swap(_, long value) -> {
          if (!(intention.outcome() instanceof Outcome.Mismatch)) {
            writes.put(value, intention);
          }
        }
        case Action.Append _, Action.ReadList _, Action.ReadValue _, Action.OfBank _ -> {
          // Writes nothing here.
        }
      }
    }
    for (Intention read : intentions) {
      long seen = seen(read);
      Intention write = writes.get(seen);
      if (seen == INITIAL) {
        continue;
      }
      if (write == null || write.invoked() > read.completed()) {
        breaches.add(new Breach(Kind.NOWHERE, entity, "not sent before it was read: " + read));
      } else if (write.isFailed()) {
        breaches.add(new Breach(Kind.REFUSED, entity, write + " was read: " + read));
      }
    }
  }

  private boolean search() {
    List<Step> steps = steps();
    var search = new RegisterSearch(INITIAL, steps);
    return switch (search.run()) {
      case LINEARIZABLE -> true;
      case UNDECIDED -> false;
      case NOT_LINEARIZABLE -> {
        breaches.add(
            new Breach(
                Kind.ORDER,
                entity,
                "no order explains more than %d of %d operations"
                    .formatted(search.furthest(), steps.size())));
        yield true;
      }
    };
  }

  /** A write of unknown outcome whose value nobody saw explains nothing and is left out. */
  private List<Step> steps() {
    Set<Long> observed = new HashSet<>();
    for (Intention intention : intentions) {
      observed.add(seen(intention));
      if (intention.action() instanceof Action.Swap(long expected, _) && !intention.isFailed()) {
        observed.add(expected);
      }
    }
    List<Step> steps = new ArrayList<>();
    for (Intention one : intentions) {
      if (one.isFailed()) {
        continue;
      }
      switch (one.action()) {
        case Action.Write(long value) -> {
          if (!one.isUnknown() || observed.contains(value)) {
            steps.add(new Step(one.invoked(), one.completed(), false, 0, true, value));
          }
        }
        case Action.Swap(long expected, long value) -> {
          if (one.outcome() instanceof Outcome.Mismatch(long actual)) {
            steps.add(new Step(one.invoked(), one.completed(), true, actual, false, 0));
          } else if (!one.isUnknown() || observed.contains(value)) {
            steps.add(new Step(one.invoked(), one.completed(), true, expected, true, value));
          }
        }
        case Action.ReadValue(boolean strong) -> {
          if (strong && one.outcome() instanceof Outcome.Value(long value)) {
            steps.add(new Step(one.invoked(), one.completed(), true, value, false, 0));
          }
        }
        case Action.Append _, Action.ReadList _, Action.OfBank _ -> {
          // Not of a register.
        }
      }
    }
    return steps;
  }

  private static long seen(Intention intention) {
    return switch (intention.outcome()) {
      case Outcome.Value(long value) -> value;
      case Outcome.Mismatch(long actual) -> actual;
      case Outcome.Appended _,
          Outcome.Listed _,
          Outcome.Done _,
          Outcome.Rejected _,
          Outcome.Failed _,
          Outcome.Unknown _ ->
          INITIAL;
    };
  }
}
