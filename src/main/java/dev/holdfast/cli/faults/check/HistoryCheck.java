package dev.holdfast.cli.faults.check;

import dev.holdfast.cli.faults.check.Breach.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks a whole history, entity by entity: what callers saw, and nothing else. */
public final class HistoryCheck {
  private static final double LEAST_OK = 0.5;

  private HistoryCheck() {}

  /**
   * What a check found.
   *
   * @param undecided registers whose history was too tangled to be decided within the bound
   */
  public record Findings(List<Breach> breaches, List<String> undecided) {
    public Findings {
      breaches = List.copyOf(breaches);
      undecided = List.copyOf(undecided);
    }
  }

  public static Findings check(List<Operation> operations) {
    List<Breach> breaches = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    byEntity(operations)
        .forEach(
            (entity, own) -> {
              if (isList(own)) {
                breaches.addAll(ListCheck.breaches(entity, own));
              } else {
                RegisterCheck.Checked checked = RegisterCheck.check(entity, own);
                breaches.addAll(checked.breaches());
                if (!checked.decided()) {
                  undecided.add(entity);
                }
              }
            });
    return new Findings(breaches, undecided);
  }

  /** The operations of each entity in the order in which they were sent. */
  static Map<String, List<Operation>> byEntity(List<Operation> operations) {
    Map<String, List<Operation>> sorted = new TreeMap<>();
    operations.stream()
        .sorted(Comparator.comparingLong(Operation::invoked))
        .forEach(one -> sorted.computeIfAbsent(one.entity(), _ -> new ArrayList<>()).add(one));
    return sorted;
  }

  static boolean isList(List<Operation> own) {
    return switch (own.getFirst().action()) {
      case Action.Append _, Action.ReadList _ -> true;
      case Action.Write _, Action.Swap _, Action.ReadValue _, Action.OfBank _ -> false;
    };
  }

  /** A run that mostly fails would keep every promise and prove nothing. */
  public static Optional<Breach> share(List<Operation> operations) {
    long ok = operations.stream().filter(Operation::ok).count();
    boolean enough = ok >= LEAST_OK * operations.size() && !operations.isEmpty();
    return enough
        ? Optional.empty()
        : Optional.of(
            new Breach(Kind.MOSTLY_FAILED, "", ok + " of " + operations.size() + " operations ok"));
  }
}
