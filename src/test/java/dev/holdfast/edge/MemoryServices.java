package dev.holdfast.edge;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.Call;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.Services;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Services without actors: every call runs at once, on the caller's thread. */
final class MemoryServices implements Services {
  private final MemoryJournal journal;
  private final InstantSource clock;
  private final Calls nowhere =
      (target, handler, argument) -> {
        throw new UnsupportedOperationException();
      };

  /** Every call that arrived here, in order. */
  final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

  /** While this is not complete, commands wait for it. */
  volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  private volatile Deployed deployed = Deployed.NOTHING;

  MemoryServices(MemoryJournal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  void deploy(FunctionRuntime... runtimes) {
    deployed = Deployed.of(List.of(runtimes));
  }

  @Override
  public Deployed deployed() {
    return deployed;
  }

  @Override
  public void touch(int slice) {}

  @Override
  public CompletionStage<Outcome> deliver(Call call) {
    return command(call);
  }

  @Override
  public CompletionStage<Outcome> command(Call call) {
    calls.add(call);
    CompletableFuture<Void> open = gate;
    return open.isDone()
        ? CompletableFuture.completedFuture(decide(call))
        : open.thenApply(_ -> decide(call));
  }

  private synchronized Outcome decide(Call call) {
    FunctionRuntime runtime = runtime(call.target());
    if (call.idempotencyKey().isPresent()) {
      Optional<CommitRow> known = find(call.target(), call.idempotencyKey().get());
      if (known.isPresent()) {
        return known.get().commit().cause().orElseThrow().digest() == call.digest()
            ? replied(known.get(), true)
            : Outcome.Refused.of(ProblemCode.KEY_REUSED.problem("Another body."));
      }
    }
    long sequence = journal.highestSequence(call.target().key());
    if (call.expectedSequence().orElse(sequence) != sequence) {
      return Outcome.Refused.of(
          ProblemCode.SEQUENCE_CONFLICT.problem("It is at " + sequence + "."));
    }
    try {
      return switch (runtime.decide(state(call.target()), invocation(call, sequence))) {
        case Decision.Rejected(var problem) -> Outcome.Refused.of(problem);
        case Decision.Accepted accepted when accepted.events().isEmpty() ->
            new Outcome.Replied(accepted.reply(), sequence, 0, 0, false, "v1", "memory");
        case Decision.Accepted accepted -> replied(append(call, accepted), false);
      };
    } catch (FunctionFailed e) {
      return Outcome.Refused.of(ProblemCode.HANDLER_FAILED.problem("The handler threw."));
    } catch (InvalidArgument e) {
      return Outcome.Refused.of(e.problem());
    }
  }

  private CommitRow append(Call call, Decision.Accepted accepted) {
    Optional<Cause> cause =
        call.idempotencyKey().map(key -> new Cause(Cause.Kind.IDEMPOTENCY_KEY, key, call.digest()));
    return journal.append(
        call.target().key(),
        new Commit(
            cause,
            call.handler(),
            accepted.events(),
            accepted.reply(),
            call.caller(),
            clock.instant(),
            "v1",
            Outbox.EMPTY,
            Optional.empty()));
  }

  private static Outcome.Replied replied(CommitRow row, boolean again) {
    return new Outcome.Replied(
        row.commit().reply(), row.sequence(), row.slice(), row.offset(), again, "v1", "memory");
  }

  private Optional<CommitRow> find(EntityId id, String key) {
    return rows(id).stream()
        .filter(row -> row.commit().cause().filter(cause -> cause.key().equals(key)).isPresent())
        .findFirst();
  }

  private List<CommitRow> rows(EntityId id) {
    return journal.commits(id.key(), 1, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  private FunctionRuntime runtime(EntityId id) {
    return deployed.runtime(id).orElseThrow();
  }

  private FunctionState state(EntityId id) throws FunctionFailed {
    FunctionRuntime runtime = runtime(id);
    FunctionState state = runtime.empty();
    for (CommitRow row : rows(id)) {
      state = runtime.fold(state, row.commit().events());
    }
    return state;
  }

  private Invocation invocation(Call call, long sequence) {
    return new Invocation(
        call.target(),
        call.handler(),
        call.argument(),
        sequence,
        clock.instant(),
        call.deadline(),
        call.caller(),
        nowhere);
  }

  @Override
  public CompletionStage<Outcome> query(Call call) {
    calls.add(call);
    try {
      long sequence = journal.highestSequence(call.target().key());
      var answer = runtime(call.target()).query(state(call.target()), invocation(call, sequence));
      return CompletableFuture.completedFuture(
          switch (answer) {
            case FunctionRuntime.Answer.Found(Json value) ->
                new Outcome.Answered(value, sequence, "v1", "memory");
            case FunctionRuntime.Answer.Nothing _ ->
                Outcome.Refused.of(ProblemCode.NOTHING_THERE.problem("Nothing."));
            case FunctionRuntime.Answer.Refused(var problem) -> Outcome.Refused.of(problem);
          });
    } catch (FunctionFailed | InvalidArgument e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Outcome> inspect(EntityId id, Instant deadline) {
    List<CommitRow> rows = rows(id);
    if (rows.isEmpty()) {
      return CompletableFuture.completedFuture(
          Outcome.Refused.of(ProblemCode.UNKNOWN_ENTITY.problem("No history.")));
    }
    try {
      return CompletableFuture.completedFuture(
          new Outcome.Inspected(
              state(id).encode(),
              rows.size(),
              rows.getLast().commit().time(),
              "v1",
              "127.0.0.1:7355"));
    } catch (FunctionFailed e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<Outcome> messagesOf(EntityId id, Instant deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Outcome> parked(EntityId id, long number, Instant deadline) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Outcome> outcomeOf(EntityId id, String key, Instant deadline) {
    return CompletableFuture.completedFuture(
        find(id, key)
            .<Outcome>map(row -> replied(row, true))
            .orElse(Outcome.Refused.of(ProblemCode.UNKNOWN_INVOCATION.problem("Not remembered."))));
  }
}
