package dev.holdfast.cli.faults.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a caller meant to do once, put together from all its tries.
 *
 * <p>Invariant: it is done at some moment between {@code invoked} and {@code completed}, or, when
 * its outcome is unknown, at any later one, or never.
 *
 * @param outcome what the first answer said; unknown while none did and a try may have got through
 */
record Intention(Action action, long invoked, long completed, Outcome outcome) {
  /** The intentions behind the operations on one entity, and what contradicts itself among them. */
  record Merged(List<Intention> intentions, List<Breach> breaches) {}

  boolean isUnknown() {
    return outcome instanceof Outcome.Unknown;
  }

  boolean isFailed() {
    return outcome instanceof Outcome.Failed;
  }

  static Merged of(List<Operation> operations) {
    List<Intention> merged = new ArrayList<>();
    List<Breach> breaches = new ArrayList<>();
    Map<Long, List<Operation>> writes = new LinkedHashMap<>();
    for (Operation operation : operations) {
      switch (operation.action()) {
        case Action.ReadList _, Action.ReadValue _, Action.OfBank _ -> merged.add(of(operation));
        case Action.Append(long value) -> group(writes, value).add(operation);
        case Action.Write(long value) -> group(writes, value).add(operation);
        case Action.Swap(_, long value) -> group(writes, value).add(operation);
      }
    }
    writes.values().forEach(tries -> merge(tries, merged, breaches));
    return new Merged(merged, breaches);
  }

  private static List<Operation> group(Map<Long, List<Operation>> writes, long value) {
    return writes.computeIfAbsent(value, _ -> new ArrayList<>());
  }

  private static Intention of(Operation operation) {
    boolean open = operation.outcome() instanceof Outcome.Unknown;
    return new Intention(
        operation.action(),
        operation.invoked(),
        open ? Operation.NEVER : operation.completed(),
        operation.outcome());
  }

  private static void merge(List<Operation> tries, List<Intention> merged, List<Breach> breaches) {
    Intention whole = of(tries.getFirst());
    for (Operation next : tries) {
      if (next.outcome() instanceof Outcome.Mismatch) {
        merged.add(of(next));
      }
      whole = whole.or(of(next));
      if (whole.contradicts(next)) {
        breaches.add(
            new Breach(
                Breach.Kind.CONTRADICTED, next.entity(), whole.outcome() + ", then " + next));
      }
    }
    if (!(whole.outcome() instanceof Outcome.Mismatch)) {
      merged.add(whole);
    }
  }

  /** Two tries of one intention; a mismatch wrote nothing and so leaves the other's word. */
  private Intention or(Intention next) {
    long first = Math.min(invoked, next.invoked);
    if (rank(outcome) == rank(next.outcome)) {
      return new Intention(action, first, Math.min(completed, next.completed), outcome);
    }
    Intention stronger = rank(outcome) > rank(next.outcome) ? this : next;
    return new Intention(action, first, stronger.completed, stronger.outcome);
  }

  @Override
  public String toString() {
    String end = completed == Operation.NEVER ? "never" : "%.3f s".formatted(completed / 1e9);
    return "%s, %.3f s to %s: %s".formatted(action, invoked / 1e9, end, outcome);
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Appended _, Outcome.Done _, Outcome.Listed _, Outcome.Value _ -> 3;
      case Outcome.Unknown _ -> 2;
      case Outcome.Failed _ -> 1;
      case Outcome.Mismatch _, Outcome.Rejected _ -> 0;
    };
  }

  /** Once done, a repetition is answered as the first time. */
  private boolean contradicts(Operation later) {
    if (later.invoked() <= completed) {
      return false;
    }
    return switch (later.outcome()) {
      case Outcome.Appended _ -> !later.outcome().equals(outcome);
      case Outcome.Mismatch _ -> outcome instanceof Outcome.Done;
      case Outcome.Listed _,
          Outcome.Done _,
          Outcome.Value _,
          Outcome.Rejected _,
          Outcome.Failed _,
          Outcome.Unknown _ ->
          false;
    };
  }
}
