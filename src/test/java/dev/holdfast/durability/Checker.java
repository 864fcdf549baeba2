package dev.holdfast.durability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides from what clients were told and what the lists hold now whether the promise was kept:
 * acknowledged once and in its place, refused never, unknown at most once, nothing from nowhere.
 */
final class Checker {
  private Checker() {}

  /** Every breach in words; empty when the promise was kept. */
  static List<String> breaches(List<Operation> operations, Map<String, List<Long>> lists) {
    List<String> breaches = new ArrayList<>();
    Map<String, Set<Long>> sent = new HashMap<>();
    for (Operation operation : operations) {
      sent.computeIfAbsent(operation.entity(), _ -> new HashSet<>()).add(operation.number());
      check(operation, lists.getOrDefault(operation.entity(), List.of()), breaches);
    }
    lists.forEach(
        (entity, numbers) -> {
          Set<Long> known = sent.getOrDefault(entity, Set.of());
          for (long number : numbers) {
            if (!known.contains(number)) {
              breaches.add(entity + " holds " + number + ", which nobody sent");
            }
          }
        });
    return breaches;
  }

  private static void check(Operation operation, List<Long> numbers, List<String> breaches) {
    long times = numbers.stream().filter(number -> number == operation.number()).count();
    if (times > 1) {
      breaches.add("doubled: " + operation + " is there " + times + " times");
    }
    switch (operation.outcome()) {
      case Operation.Outcome.Acknowledged(int place) -> {
        if (times == 0) {
          breaches.add("lost: " + operation + " of " + numbers.size());
        } else if (place > numbers.size() || numbers.get(place - 1) != operation.number()) {
          breaches.add("moved: " + operation + " is not in its place");
        }
      }
      case Operation.Outcome.Refused _ -> {
        if (times > 0) {
          breaches.add("refused and yet written: " + operation);
        }
      }
      case Operation.Outcome.Unknown _ -> {
        // There or not: both keep the promise.
      }
    }
  }
}
