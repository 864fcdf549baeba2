package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.check.Operation;
import dev.holdfast.cli.faults.check.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long entities did not answer because of a fault.
 *
 * @param affected how many entities were silent at all
 */
record Unavailability(Duration max, Duration p99, int affected) {
  /** Printed below the table, so that a reader knows what the numbers are. */
  static final String DEFINITION =
      """
      Silence of an entity: of every call to it that was not answered within 1 s, the time from its
      sending (or from the fault, if it was sent before) to the first answer of this entity to
      anybody; the longest of them. An entity that nobody calls again counts as silent until the
      cluster had healed. max and p99 are over the entities that had such a call. Calls through the
      node that was struck itself do not count, nor calls that found no node or one that said it is
      not ready: a load balancer sends them elsewhere.
      """;

  private static final long SLOW_NANOS = 1_000_000_000;

  static Unavailability of(Episode episode, List<Operation> history) {
    Map<String, List<Operation>> byEntity =
        history.stream()
            .filter(episode::concerns)
            .filter(one -> one.completed() > episode.struck() && counts(one, episode))
            .collect(Collectors.groupingBy(Operation::entity));
    List<Long> silences = new ArrayList<>();
    byEntity.values().forEach(own -> addSilence(own, episode, silences));
    silences.sort(Comparator.naturalOrder());
    if (silences.isEmpty()) {
      return new Unavailability(Duration.ZERO, Duration.ZERO, 0);
    }
    int rank = (int) Math.ceil(0.99 * silences.size()) - 1;
    return new Unavailability(
        Duration.ofNanos(silences.getLast()),
        Duration.ofNanos(silences.get(rank)),
        silences.size());
  }

  private static boolean counts(Operation one, Episode episode) {
    boolean elsewhere =
        one.outcome() instanceof Outcome.Failed(String reason)
            && (reason.equals("no node") || reason.endsWith("not-ready"));
    boolean throughVictim =
        episode.victims().contains(one.node()) && one.process() != Operation.VERIFIER;
    return !elsewhere && !throughVictim;
  }

  private static void addSilence(List<Operation> own, Episode episode, List<Long> silences) {
    // What never healed was silent for as long as anybody asked.
    long healed =
        episode
            .healed()
            .orElseGet(() -> own.stream().mapToLong(Operation::completed).max().orElse(0));
    List<Long> answers =
        own.stream().filter(Operation::ok).map(Operation::completed).sorted().toList();
    long longest = 0;
    for (Operation one : own) {
      if (one.ok() && one.nanos() <= SLOW_NANOS) {
        continue;
      }
      long from = Math.max(one.invoked(), episode.struck());
      long answered = answers.stream().filter(at -> at > from).findFirst().orElse(healed);
      long until = Math.min(answered, Math.max(healed, one.completed()));
      longest = Math.max(longest, until - from);
    }
    if (longest > 0) {
      silences.add(longest);
    }
  }
}
