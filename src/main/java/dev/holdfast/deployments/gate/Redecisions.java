package dev.holdfast.deployments.gate;

import dev.holdfast.deployments.gate.Finding.Kind;
import dev.holdfast.deployments.gate.Histories.History;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Commit;
import dev.holdfast.runtimes.FunctionRuntime;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Has a version decide recorded commands again, each on the state that came before it, and compares
 * with what the journal says.
 *
 * <p>Invariant: only what the version itself changes is a finding. Where it decides otherwise, the
 * version that runs is asked, too: one that says the same as the new one has changed it before, and
 * one that does not agree with its own commit decides otherwise each time.
 */
final class Redecisions {
  private final Findings findings;
  private final InstantSource clock;
  private long decided;
  private long left;

  Redecisions(Findings findings, InstantSource clock) {
    this.findings = findings;
    this.clock = clock;
  }

  Redecided count() {
    return new Redecided(decided, left);
  }

  void decide(History history, FunctionRuntime candidate, Optional<FunctionRuntime> running) {
    var journal =
        new Journal(
            history,
            new Walk(candidate, history.rows(), clock),
            running.map(it -> new Walk(it, history.rows(), clock)));
    for (int i = 0; i < history.rows().size() && !Thread.currentThread().isInterrupted(); i++) {
      Optional<Commit.Asked> command = history.rows().get(i).commit().asked();
      if (command.isPresent()) {
        decide(journal, i, command.get());
      }
    }
  }

  /** One journal, and the versions on their way through it. */
  private record Journal(History history, Walk candidate, Optional<Walk> running) {}

  private void decide(Journal journal, int row, Commit.Asked command) {
    Optional<Verdict> now = journal.candidate().decide(row, command);
    if (now.isEmpty()) {
      left++;
      return;
    }
    CommitRow was = journal.history().rows().get(row);
    Optional<String> difference = difference(was, now.get());
    if (difference.isEmpty()) {
      decided++;
      return;
    }
    Optional<Verdict> runs = journal.running().flatMap(walk -> walk.decide(row, command));
    if (runs.isPresent() && isUnsure(was, runs.get(), now.get(), journal.running())) {
      left++;
      return;
    }
    decided++;
    if (runs.isEmpty() || Comparison.of(runs.get(), now.get()).isPresent()) {
      findings.add(
          Kind.DECIDES_OTHERWISE,
          was.entity(),
          "%s in commit %d %s".formatted(was.commit().handler(), was.sequence(), difference.get()));
    }
  }

  private static Optional<String> difference(CommitRow was, Verdict now) {
    return Comparison.of(Verdict.of(was, now), now);
  }

  /**
   * Whether the version that runs fails just as well, or does not decide again what it has decided
   * itself: by chance, or by a clock of its own.
   */
  private static boolean isUnsure(
      CommitRow was, Verdict runs, Verdict now, Optional<Walk> running) {
    return runs instanceof Verdict.Failed
        ? now instanceof Verdict.Failed
        : running.filter(it -> it.version().equals(was.commit().version())).isPresent()
            && difference(was, runs).isPresent();
  }
}
