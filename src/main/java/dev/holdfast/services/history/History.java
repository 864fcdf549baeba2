package dev.holdfast.services.history;

import dev.holdfast.journal.AppendSignals;
import dev.holdfast.journal.CommitReads;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.handlers.HandlerThreads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The past of every instance, read from the journal and folded by the deployed version.
 *
 * <p>Invariant: nothing here writes or wakes an entity. Every method blocks, on the database and,
 * until the deadline at most, on user code, so call it on a virtual thread.
 *
 * <pre>
 *   snapshot ≤ moment ──► commits up to the moment ──fold──► state ──► query, or commits with diffs
 * </pre>
 */
public final class History {
  private final Parts parts;
  private final PastCode code;

  public History(Parts parts) {
    this.parts = parts;
    this.code = new PastCode(parts.threads());
  }

  /**
   * What the past is read with.
   *
   * @param deployed the versions that fold
   * @param threads where their code runs
   */
  public record Parts(
      CommitReads reads,
      AppendSignals signals,
      Supplier<Deployed> deployed,
      HandlerThreads threads,
      InstantSource clock,
      HistorySettings settings) {}

  CommitReads reads() {
    return parts.reads();
  }

  AppendSignals signals() {
    return parts.signals();
  }

  InstantSource clock() {
    return parts.clock();
  }

  HistorySettings settings() {
    return parts.settings();
  }

  PastCode code() {
    return code;
  }

  /** The state of an instance at a moment. */
  public Outcome state(EntityId id, Moment at, Instant deadline) {
    try {
      HistoryFold fold = fold(id, sequence(id, at), deadline);
      return new Outcome.Inspected(
          code.run(id.service(), deadline, fold.state()::encode),
          fold.sequence(),
          fold.time(),
          fold.runtime().description().version(),
          "");
    } catch (HistoryRefused refused) {
      return Outcome.Refused.of(refused.problem());
    }
  }

  /** What a query would have answered at a moment. It may make no calls: others have moved on. */
  public Outcome query(Call call, Moment at) {
    try {
      HistoryFold fold = fold(call.target(), sequence(call.target(), at), call.deadline());
      return code.run(call.target().service(), call.deadline(), () -> query(call, fold));
    } catch (HistoryRefused refused) {
      return Outcome.Refused.of(refused.problem());
    }
  }

  private static Outcome query(Call call, HistoryFold fold) {
    Calls none =
        (target, handler, argument) ->
            new Calls.Result.Refused(
                ProblemCode.INVALID_REQUEST.problem("A query at a past moment makes no calls."));
    var invocation =
        new Invocation(
            call.target(),
            call.handler(),
            call.argument(),
            fold.sequence(),
            fold.time(),
            call.deadline(),
            call.caller(),
            none);
    try {
      return switch (fold.runtime().query(fold.state(), invocation)) {
        case FunctionRuntime.Answer.Found(var value) ->
            new Outcome.Answered(
                value, fold.sequence(), fold.runtime().description().version(), "");
        case FunctionRuntime.Answer.Nothing _ ->
            Outcome.Refused.of(
                ProblemCode.NOTHING_THERE.problem(
                    call.handler() + " of " + call.target() + " found nothing."));
        case FunctionRuntime.Answer.Refused(var problem) -> Outcome.Refused.of(problem);
      };
    } catch (InvalidArgument e) {
      return Outcome.Refused.of(e.problem());
    } catch (FunctionFailed e) {
      return Outcome.Refused.of(
          ProblemCode.HANDLER_FAILED.problem(
              call.handler() + " of " + call.target() + " failed at a past moment."));
    }
  }

  /**
   * Commits from a sequence number on, with what each changed.
   *
   * @param from the first, 1 for all
   */
  public List<HistoryRow> commits(EntityId id, long from, int limit, Instant deadline)
      throws HistoryRefused {
    long highest = known(id);
    if (from > highest) {
      return List.of();
    }
    HistoryFold fold = fold(id, from - 1, deadline);
    var rows = new java.util.ArrayList<HistoryRow>();
    while (rows.size() < limit) {
      List<HistoryRow> more = fold.next(limit - rows.size(), deadline);
      if (more.isEmpty()) {
        break;
      }
      rows.addAll(more);
    }
    return rows;
  }

  /** Follows the commits from a sequence number on; those that exist come first. */
  public HistoryFollower follow(EntityId id, long from) throws HistoryRefused {
    runtime(id);
    return new HistoryFollower(this, id, from);
  }

  /** The sequence number of the latest commit, 0 when there is none. */
  public long latest(EntityId id) {
    return parts.reads().highestSequence(id.key());
  }

  /** Why a commit was made; empty when nobody asked for it by a key, or it is not there. */
  public Optional<Cause> cause(EntityId id, long sequence) {
    return parts.reads().commits(id.key(), sequence, sequence, 1).stream()
        .findFirst()
        .flatMap(row -> row.commit().cause());
  }

  /** Ids of instances in byte order, after the cursor. */
  public List<String> instances(String service, String prefix, String after, int limit) {
    return parts.reads().instances(service, prefix, after, limit);
  }

  HistoryFold fold(EntityId id, long sequence, Instant deadline) throws HistoryRefused {
    return HistoryFold.at(this, runtime(id), id, sequence, deadline);
  }

  /** The version that folds now. */
  FunctionRuntime runtime(EntityId id) throws HistoryRefused {
    Deployed deployed = parts.deployed().get();
    FunctionRuntime runtime =
        deployed.runtime(id).orElseThrow(() -> new HistoryRefused(deployed.missing(id.service())));
    if (runtime.description().kind() == ServiceDescription.Kind.STATELESS) {
      throw new HistoryRefused(
          ProblemCode.UNKNOWN_ENTITY.problem(id.service() + " is stateless: it has no past."));
    }
    return runtime;
  }

  private long known(EntityId id) throws HistoryRefused {
    runtime(id);
    long highest = latest(id);
    if (highest == 0) {
      throw new HistoryRefused(ProblemCode.UNKNOWN_ENTITY.problem(id + " has no history."));
    }
    return highest;
  }

  private long sequence(EntityId id, Moment at) throws HistoryRefused {
    long highest = known(id);
    return switch (at) {
      case Moment.Sequence(long sequence) -> {
        if (sequence > highest) {
          throw new HistoryRefused(
              ProblemCode.INVALID_REQUEST.problem(id + " is at sequence " + highest + "."));
        }
        yield sequence;
      }
      case Moment.Time(Instant time) -> {
        long sequence = parts.reads().sequenceAt(id.key(), time);
        if (sequence == 0) {
          throw new HistoryRefused(
              ProblemCode.UNKNOWN_ENTITY.problem(id + " has no history before " + time + "."));
        }
        yield sequence;
      }
    };
  }
}
