package dev.holdfast.deployments.gate;

import dev.holdfast.deployments.gate.Finding.Kind;
import dev.holdfast.deployments.gate.Histories.History;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.Journal;
import dev.holdfast.journal.WireNames;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Folded;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Rollout;
import dev.holdfast.services.history.StateDiff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folds journals with a version that does not run yet, beside the one that runs, and tells what
 * would go wrong: events that it cannot read, and states that it makes something else of. Where
 * asked for it, the version decides recorded commands again, too.
 *
 * <p>Invariant: nothing is written, and nothing that a handler decides is done. A state that only
 * has more fields than before is as it was.
 */
public final class ReplayGate {
  private static final int MOST_STEPS = 5;

  private final CommitReads reads;
  private final WireNames names;
  private final Pending pending;
  private final InstantSource clock;

  public ReplayGate(Journal journal, InstantSource clock) {
    this.reads = journal.reads();
    this.names = journal.wireNames();
    this.pending = new Pending(journal);
    this.clock = clock;
  }

  /**
   * How much is replayed.
   *
   * @param most instances of each service
   * @param decide whether recorded commands are decided again, too
   */
  public record Extent(int most, boolean decide) {}

  /** Is told how far a replay is. */
  @FunctionalInterface
  public interface Progress {
    void told(String service, long events);
  }

  /**
   * Replays; blocks on the database and on both versions.
   *
   * @param candidates the services of the version
   */
  public GateReport replay(
      List<FunctionRuntime> candidates, Deployed running, Extent extent, Progress progress) {
    var replay = new Replay(extent, progress);
    for (FunctionRuntime candidate : candidates) {
      ServiceDescription service = candidate.description();
      Optional<FunctionRuntime> runs = running.service(service.service()).map(Rollout::stable);
      runs.ifPresent(it -> replay.handlers(it.description(), service));
      if (service.kind() != ServiceDescription.Kind.STATELESS) {
        replay.service(candidate, runs);
      }
    }
    return replay.report();
  }

  /** One replay of all services of a version. */
  private final class Replay {
    private final Findings findings = new Findings();
    private final Redecisions redecisions = new Redecisions(findings, clock);
    private final Extent extent;
    private final Progress progress;
    private final long begun = System.nanoTime();
    private long instances;
    private long events;
    private boolean all = true;

    Replay(Extent extent, Progress progress) {
      this.extent = extent;
      this.progress = progress;
    }

    GateReport report() {
      return new GateReport(
          instances,
          events,
          all,
          extent.decide() ? Optional.of(redecisions.count()) : Optional.empty(),
          Duration.ofNanos(System.nanoTime() - begun),
          findings.first(),
          findings.counts(),
          findings.additions());
    }

    void handlers(ServiceDescription before, ServiceDescription after) {
      Set<String> gone = Pending.gone(before, after);
      pending
          .of(after.service(), gone)
          .forEach((where, what) -> findings.add(Kind.HANDLER_GONE, where, what));
    }

    void service(FunctionRuntime candidate, Optional<FunctionRuntime> running) {
      ServiceDescription service = candidate.description();
      names
          .unreadable(service)
          .forEach(fault -> findings.add(Kind.UNREADABLE_TYPE, service.service(), fault));
      Sample sample = Sample.of(reads, service.service(), extent.most());
      all &= sample.all();
      var histories = new Histories(reads, sample.keys());
      while (histories.hasNext() && !Thread.currentThread().isInterrupted()) {
        List<History> read = histories.next();
        fold(read, candidate, running);
        if (extent.decide()) {
          read.forEach(history -> redecisions.decide(history, candidate, running));
        }
        progress.told(service.service(), events);
      }
    }

    private void fold(
        List<History> histories, FunctionRuntime candidate, Optional<FunctionRuntime> running) {
      List<List<EventData>> told = new ArrayList<>();
      for (History history : histories) {
        told.add(history.events());
        events += history.events().size();
      }
      instances += histories.size();
      List<Folded> after = candidate.foldAll(told);
      Optional<List<Folded>> before = running.map(it -> it.foldAll(told));
      for (int i = 0; i < histories.size(); i++) {
        int place = i;
        compare(histories.get(i), before.map(all -> all.get(place)), after.get(i));
      }
    }

    private void compare(History history, Optional<Folded> before, Folded after) {
      switch (after) {
        case Folded.Failed failed -> failed(history, before, failed);
        case Folded.Unanswered(String why) ->
            findings.add(Kind.NOT_COMPARED, history.key(), "The new version: " + why);
        case Folded.State(Json state) -> {
          if (before.isPresent()) {
            compare(history, before.get(), state);
          }
        }
      }
    }

    private void compare(History history, Folded before, Json state) {
      switch (before) {
        case Folded.State(Json old) when !old.equals(state) -> differs(history, old, state);
        case Folded.Unanswered(String why) ->
            findings.add(Kind.NOT_COMPARED, history.key(), "The version that runs: " + why);
        case Folded.State _, Folded.Failed _ -> {} // What could not be folded can be now.
      }
    }

    private void failed(History history, Optional<Folded> before, Folded.Failed after) {
      int at = after.at();
      if (before.isPresent()
          && before.get() instanceof Folded.Failed(int earlier, _)
          && earlier <= at) {
        // What runs cannot read it either: this version makes nothing worse.
        findings.addition(history.key() + " could not be folded before");
        return;
      }
      List<EventData> events = history.events();
      boolean known = at >= 0 && at < events.size();
      String event =
          known
              ? "%s version %d in commit %d"
                  .formatted(events.get(at).type(), events.get(at).version(), history.commitOf(at))
              : "an event";
      findings.add(
          Kind.FOLD_FAILED, history.key(), "%s cannot be folded: %s".formatted(event, after.why()));
    }

    private void differs(History history, Json before, Json after) {
      List<String> steps = new ArrayList<>();
      for (StateDiff.Change change : StateDiff.between(Values.tree(before), Values.tree(after))) {
        if (change.operation() == StateDiff.Operation.ADD) {
          findings.addition(history.key().substring(0, history.key().indexOf('/')) + change.path());
        } else {
          steps.add(
              "%s was %s, %s"
                  .formatted(
                      change.path().isEmpty() ? "the state" : change.path(),
                      Values.shown(change.from()),
                      change.value().isPresent()
                          ? "is " + Values.shown(change.value())
                          : "is gone"));
        }
      }
      if (!steps.isEmpty()) {
        String more =
            steps.size() > MOST_STEPS ? ", and %d more".formatted(steps.size() - MOST_STEPS) : "";
        findings.add(
            Kind.STATE_DIFFERS,
            history.key(),
            String.join("; ", steps.subList(0, Math.min(MOST_STEPS, steps.size())))
                + more
                + " (after %d events, the last %s)"
                    .formatted(history.events().size(), last(history.events())));
      }
    }
  }

  private static String last(List<EventData> events) {
    return events.isEmpty() ? "none" : events.getLast().type();
  }
}
