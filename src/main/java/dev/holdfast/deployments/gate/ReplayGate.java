package dev.holdfast.deployments.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.deployments.gate.Finding.Kind;
import dev.holdfast.deployments.gate.Histories.History;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.journal.WireNames;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Folded;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Rollout;
import dev.holdfast.services.history.StateDiff;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Folds journals with a version that does not run yet, beside the one that runs, and tells what
 * would go wrong: events that it cannot read, and states that it makes something else of.
 *
 * <p>Invariant: nothing is written, and no handler is run. A state that only has more fields than
 * before is as it was.
 */
public final class ReplayGate {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_STEPS = 5;
  private static final int LONGEST_VALUE = 80;

  private final CommitReads reads;
  private final WireNames names;

  public ReplayGate(CommitReads reads, WireNames names) {
    this.reads = reads;
    this.names = names;
  }

  /** Is told how far a replay is. */
  @FunctionalInterface
  public interface Progress {
    void told(String service, long events);
  }

  /**
   * Replays; blocks on the database and on both versions.
   *
   * @param candidates the services of the version
   * @param most instances of each service
   */
  public GateReport replay(
      List<FunctionRuntime> candidates, Deployed running, int most, Progress progress) {
    var replay = new Replay(progress);
    for (FunctionRuntime candidate : candidates) {
      if (candidate.description().kind() != ServiceDescription.Kind.STATELESS) {
        replay.service(
            candidate,
            running.service(candidate.description().service()).map(Rollout::stable),
            most);
      }
    }
    return replay.report();
  }

  /** One replay of all services of a version. */
  private final class Replay {
    private final Findings findings = new Findings();
    private final Progress progress;
    private final long begun = System.nanoTime();
    private long instances;
    private long events;
    private boolean all = true;

    Replay(Progress progress) {
      this.progress = progress;
    }

    GateReport report() {
      return new GateReport(
          instances,
          events,
          all,
          Duration.ofNanos(System.nanoTime() - begun),
          findings.first(),
          findings.counts(),
          findings.additions());
    }

    void service(FunctionRuntime candidate, Optional<FunctionRuntime> running, int most) {
      ServiceDescription service = candidate.description();
      names
          .unreadable(service)
          .forEach(fault -> findings.add(Kind.UNREADABLE_TYPE, service.service(), fault));
      Sample sample = Sample.of(reads, service.service(), most);
      all &= sample.all();
      var histories = new Histories(reads, sample.keys());
      while (histories.hasNext() && !Thread.currentThread().isInterrupted()) {
        fold(histories.next(), candidate, running);
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
      boolean known = at >= 0 && at < history.events().size();
      String event =
          known
              ? "%s version %d in commit %d"
                  .formatted(
                      history.events().get(at).type(),
                      history.events().get(at).version(),
                      history.commits().get(at))
              : "an event";
      findings.add(
          Kind.FOLD_FAILED, history.key(), "%s cannot be folded: %s".formatted(event, after.why()));
    }

    private void differs(History history, Json before, Json after) {
      List<String> steps = new ArrayList<>();
      for (StateDiff.Change change : StateDiff.between(tree(before), tree(after))) {
        if (change.operation() == StateDiff.Operation.ADD) {
          findings.addition(history.key().substring(0, history.key().indexOf('/')) + change.path());
        } else {
          steps.add(
              "%s was %s, %s"
                  .formatted(
                      change.path().isEmpty() ? "the state" : change.path(),
                      text(change.from()),
                      change.value().isPresent() ? "is " + text(change.value()) : "is gone"));
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
                    .formatted(history.events().size(), last(history)));
      }
    }
  }

  private static String last(History history) {
    return history.events().isEmpty() ? "none" : history.events().getLast().type();
  }

  private static String text(Optional<JsonNode> value) {
    String text = value.map(JsonNode::toString).orElse("nothing");
    return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
  }

  private static JsonNode tree(Json state) {
    try {
      return JSON.readTree(state.utf8());
    } catch (IOException e) {
      throw new IllegalStateException("A state is no JSON: " + e.getMessage(), e);
    }
  }
}
