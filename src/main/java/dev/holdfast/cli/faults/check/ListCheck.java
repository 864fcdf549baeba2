package dev.holdfast.cli.faults.check;

import dev.holdfast.cli.faults.check.Breach.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a list that only grows, in time linear in its history but for sorting.
 *
 * <p>A strong read of n values and the append that got place n tell their own moment: after place n
 * and before place n + 1. What happened is linearizable if and only if that order contradicts the
 * clock nowhere.
 */
final class ListCheck {
  private final String entity;
  private final List<Intention> intentions;
  private final List<Breach> breaches = new ArrayList<>();
  private final Map<Long, Intention> appends = new HashMap<>();
  private final Map<Long, Integer> places = new HashMap<>();

  /** Values that are complained of already; every later read shows them again. */
  private final Set<Long> reported = new HashSet<>();

  /** The longest strong read: what the list came to. */
  private List<Long> longest = List.of();

  private long longestInvoked = Long.MIN_VALUE;

  /** One operation with its place in the order that the answers tell. */
  private record Placed(long version, Intention intention) {}

  private ListCheck(String entity, List<Intention> intentions) {
    this.entity = entity;
    this.intentions = intentions;
  }

  static List<Breach> breaches(String entity, List<Operation> operations) {
    Intention.Merged merged = Intention.of(operations);
    var check = new ListCheck(entity, merged.intentions());
    check.breaches.addAll(merged.breaches());
    check.run();
    return check.breaches;
  }

  private void run() {
    for (Intention intention : intentions) {
      if (intention.action() instanceof Action.Append(long value)) {
        appends.put(value, intention);
      }
      if (isStrong(intention) && values(intention).size() >= longest.size()) {
        longest = values(intention);
        longestInvoked = intention.invoked();
      }
    }
    place();
    intentions.forEach(this::checkRead);
    appends.forEach(this::checkAppend);
    if (breaches.isEmpty()) {
      checkOrder();
    }
  }

  private void place() {
    for (int i = 0; i < longest.size(); i++) {
      if (places.putIfAbsent(longest.get(i), i + 1) != null) {
        add(Kind.DOUBLED, longest.get(i) + " is there more than once in " + longest);
      }
    }
  }

  /** Everything read was sent, not refused, and is part of one history. */
  private void checkRead(Intention read) {
    List<Long> values = values(read);
    for (long value : values) {
      Intention append = appends.get(value);
      if (append == null || append.invoked() > read.completed()) {
        if (reported.add(value)) {
          add(Kind.NOWHERE, value + " was not sent before it was read: " + read);
        }
        return;
      }
      if (append.isFailed()) {
        if (reported.add(value)) {
          add(Kind.REFUSED, append + " was read: " + read);
        }
        return;
      }
    }
    boolean mayBeNewer = !isStrong(read) && read.completed() > longestInvoked;
    if (!isPrefix(values, longest) && !(mayBeNewer && isPrefix(longest, values))) {
      Kind kind = isStrong(read) ? Kind.ORDER : Kind.UNCOMMITTED;
      add(kind, read + " is no beginning of " + longest);
    }
  }

  private void checkAppend(long value, Intention append) {
    if (!(append.outcome() instanceof Outcome.Appended(int position))) {
      return;
    }
    boolean mustBeThere = append.completed() < longestInvoked;
    if (mustBeThere && !places.containsKey(value)) {
      add(Kind.LOST, append + " is not in " + longest);
    } else if (position <= longest.size() && longest.get(position - 1) != value) {
      add(Kind.ORDER, append + " has another place in " + longest);
    }
  }

  /** From the last to the first: none may begin after one that comes later has ended. */
  private void checkOrder() {
    List<Placed> placed = placed();
    long earliestEnd = Operation.NEVER;
    Optional<Intention> ended = Optional.empty();
    int last = placed.size() - 1;
    while (last >= 0) {
      int first = last;
      while (first > 0 && placed.get(first - 1).version() == placed.get(last).version()) {
        first--;
      }
      for (Placed one : placed.subList(first, last + 1)) {
        if (one.intention().invoked() > earliestEnd) {
          add(
              Kind.ORDER,
              one.intention() + " began after the end of " + ended.orElse(one.intention()));
          return;
        }
      }
      for (Placed one : placed.subList(first, last + 1)) {
        if (one.intention().completed() < earliestEnd) {
          earliestEnd = one.intention().completed();
          ended = Optional.of(one.intention());
        }
      }
      last = first - 1;
    }
  }

  private List<Placed> placed() {
    List<Placed> placed = new ArrayList<>();
    for (Intention one : intentions) {
      if (one.outcome() instanceof Outcome.Appended(int position)) {
        placed.add(new Placed(2L * position - 1, one));
      } else if (one.action() instanceof Action.Append(long value) && places.containsKey(value)) {
        placed.add(new Placed(2L * places.get(value) - 1, one));
      } else if (isStrong(one)) {
        placed.add(new Placed(2L * values(one).size(), one));
      }
    }
    placed.sort(Comparator.comparingLong(Placed::version));
    return placed;
  }

  private void add(Kind kind, String detail) {
    breaches.add(new Breach(kind, entity, detail));
  }

  private static boolean isStrong(Intention intention) {
    return intention.action() instanceof Action.ReadList(boolean strong)
        && strong
        && intention.outcome() instanceof Outcome.Listed;
  }

  private static List<Long> values(Intention intention) {
    return intention.outcome() instanceof Outcome.Listed(List<Long> values) ? values : List.of();
  }

  static boolean isPrefix(List<Long> shorter, List<Long> longer) {
    return shorter.size() <= longer.size() && longer.subList(0, shorter.size()).equals(shorter);
  }
}
