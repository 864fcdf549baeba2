package dev.holdfast.cli.faults;

import dev.holdfast.cli.faults.load.Workload;
import dev.holdfast.cli.local.NodeSetup;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A negative control: one promise is broken on purpose, and the suite must see it.
 *
 * <p>Invariant: the first setting breaks the promise; a second one breaks nothing and only widens
 * the window in which a fault shows it.
 *
 * @param faults those that show it soonest
 * @param settings lines in a node's file of settings
 */
record Unsafe(String word, Set<String> faults, List<String> settings) {
  private static final String WRITE_DELAY = "holdfast.journal.unsafe.write-delay";
  private static final String EARLY_ACKNOWLEDGE = "early-acknowledge";
  private static final String NO_PROJECTION = "no-projection";

  /** They lose messages between services, and only the bank sends any. */
  private static final Set<String> OF_MESSAGES = Set.of(EARLY_ACKNOWLEDGE, NO_PROJECTION);

  private static final List<Unsafe> ALL =
      List.of(
          new Unsafe(
              "fence",
              Set.of("stop-40"),
              List.of(NodeSetup.setting("holdfast.journal.unsafe.fence", false))),
          new Unsafe(
              "epoch",
              Set.of("partition-random", "partition-oldest"),
              List.of(
                  NodeSetup.setting("holdfast.journal.unsafe.epoch-carried", false),
                  // A cut-off node ends about when the others take over; so it often goes on.
                  NodeSetup.setting("pekko.cluster.unreachable-nodes-reaper-interval", "20s"))),
          new Unsafe(
              "early-answer",
              Set.of("kill"),
              List.of(
                  NodeSetup.setting("holdfast.services.unsafe.answer-before-commit", true),
                  // Else a commit follows its answer too soon for a kill to come between.
                  NodeSetup.setting(WRITE_DELAY, 20))),
          new Unsafe(
              "dedup",
              Set.of("kill"),
              List.of(NodeSetup.setting("holdfast.services.unsafe.dedup", false))),
          new Unsafe(
              EARLY_ACKNOWLEDGE,
              Set.of("kill"),
              List.of(
                  NodeSetup.setting("holdfast.messaging.unsafe.acknowledge-before-commit", true),
                  // Else the book is hardly ever ahead of what receivers have committed.
                  NodeSetup.setting("holdfast.messaging.keep-interval", "50ms"),
                  NodeSetup.setting(WRITE_DELAY, 50))),
          new Unsafe(
              NO_PROJECTION,
              Set.of("kill"),
              List.of(
                  NodeSetup.setting("holdfast.messaging.unsafe.read-journal", false),
                  // Else hardly anything is under way when a node is killed.
                  NodeSetup.setting(WRITE_DELAY, 50))));

  Unsafe {
    faults = Set.copyOf(faults);
    settings = List.copyOf(settings);
  }

  static List<String> words() {
    return ALL.stream().map(Unsafe::word).toList();
  }

  /** Whether what it breaks can show. */
  boolean isSeenBy(Set<Workload> workloads) {
    return !OF_MESSAGES.contains(word) || workloads.contains(Workload.BANK);
  }

  static Optional<Unsafe> of(String word) {
    return ALL.stream().filter(one -> one.word.equals(word)).findFirst();
  }
}
