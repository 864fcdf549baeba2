package dev.holdfast.services.hosting;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.messages.MessageRules;
import dev.holdfast.services.messages.Messages;
import dev.holdfast.services.messages.Plan;
import dev.holdfast.services.routing.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules of an entity without its actor: what is a repetition, what becomes a commit, what a
 * commit does to the state.
 *
 * <pre>
 *   call ──admit──► known: the first answer again
 *           └─────► new ──(handler decides)──conclude──► commit + next state, or an answer at once
 * </pre>
 */
final class EntityCore {
  private final EntityId id;
  private final FunctionRuntime runtime;
  private final String version;
  private final Inbox.Window window;
  private final MessageRules messages;
  private final String node;

  EntityCore(
      EntityId id,
      FunctionRuntime runtime,
      Inbox.Window window,
      MessageRules messages,
      String node) {
    this.id = id;
    this.runtime = runtime;
    this.version = runtime.description().version();
    this.window = window;
    this.messages = messages;
    this.node = node;
  }

  EntityState empty() {
    return restored(runtime.empty(), 0, Instant.EPOCH);
  }

  EntityState restored(FunctionState function, long sequence, Instant time) {
    return new EntityState(
        function, sequence, time, new Inbox(window), new Messages(window.dedup()));
  }

  /** Folds a commit read from the journal. */
  EntityState replay(EntityState before, Commit commit, long offset) throws FunctionFailed {
    FunctionState next =
        commit.events().isEmpty()
            ? before.function()
            : runtime.fold(before.function(), commit.events());
    EntityState after = before.after(next, commit.time());
    after.messages().apply(commit, after.sequence());
    if (commit.cause().isPresent()) {
      remember(after, commit, commit.cause().get()).placedAt(offset);
    }
    return after;
  }

  /** What is known about a call before its handler runs. */
  sealed interface Admission {
    /** Its handler has to decide; of a timer, of a parked message, only now is known which. */
    record New(Call call, Optional<Cause> cause) implements Admission {}

    /** To be written without asking a handler, as of this call. */
    record Decided(Call call, Optional<Cause> cause, Outbox outbox) implements Admission {}

    record Known(Inbox.Entry entry) implements Admission {}

    record Refused(Outcome.Refused outcome) implements Admission {}

    /** Answered before; nothing was written. */
    record Told(Outcome outcome) implements Admission {}

    /** Handled long ago or given up: nobody waits for an answer. */
    record Over() implements Admission {}
  }

  /** Of a call that the platform made for a message, a timer or a repair. */
  private Admission admit(EntityState state, Call call, Optional<Cause> cause) {
    return switch (messages.plan(state.messages(), call)) {
      case Plan.Run(Call decided) -> new Admission.New(decided, cause);
      case Plan.Done _ ->
          new Admission.Told(
              new Outcome.Replied(Json.NULL, state.sequence(), 0, 0, true, version, node));
      case Plan.Refuse(var problem) -> new Admission.Refused(Outcome.Refused.of(problem));
      case Plan.Write(Call written, var outbox) -> new Admission.Decided(written, cause, outbox);
    };
  }

  Admission admit(EntityState state, Call call, Attempt attempt) {
    if (call.origin() instanceof Origin.Delivered delivered) {
      return admit(state, call, Optional.of(Cause.message(delivered.lane(), delivered.id())));
    }
    boolean perhapsHandled = false;
    if (attempt.tracked()) {
      switch (state.inbox().requests().look(UnderWay.numberOf(attempt), attempt.floor())) {
        case HandledRequests.Seen.Before(Inbox.Entry entry) -> {
          return new Admission.Known(entry);
        }
        case HandledRequests.Seen.Told(Outcome outcome) -> {
          return new Admission.Told(outcome);
        }
        case HandledRequests.Seen.Over _ -> {
          return new Admission.Over();
        }
        case HandledRequests.Seen.Forgotten _ -> perhapsHandled = true;
        case HandledRequests.Seen.Never _ -> {}
      }
    }
    Optional<Cause> cause = causeOf(call, attempt);
    if (isKeyed(cause)) {
      Optional<Inbox.Entry> entry = state.inbox().find(cause.get().key());
      if (entry.isPresent()) {
        return entry.get().cause().digest() == cause.get().digest()
            ? new Admission.Known(entry.get())
            : refuse(ProblemCode.KEY_REUSED, "This key was used with another handler or argument.");
      }
    }
    // A key says that it was handled; that it was not is more than a window of keys can say.
    if (perhapsHandled) {
      return refuse(
          ProblemCode.OUTCOME_UNKNOWN,
          "The request took so long to get here that it may have been handled before.");
    }
    if (call.expectedSequence().isPresent()
        && call.expectedSequence().getAsLong() != state.sequence()) {
      return refuse(
          ProblemCode.SEQUENCE_CONFLICT,
          "Expected sequence %d, but %s is at %d."
              .formatted(call.expectedSequence().getAsLong(), id, state.sequence()));
    }
    return call.origin() == Origin.Asked.ASKED
        ? new Admission.New(call, cause)
        : admit(state, call, cause);
  }

  private static Admission refuse(ProblemCode code, String detail) {
    return new Admission.Refused(Outcome.Refused.of(code.problem(detail)));
  }

  /** What follows from a decision. */
  sealed interface Conclusion {
    /**
     * To be written; the reply counts once it is.
     *
     * @param told what the caller is told instead of the reply, if anything
     */
    record Write(
        Commit commit, EntityState next, Optional<Inbox.Entry> entry, Optional<Problem> told)
        implements Conclusion {
      Write telling(Optional<Problem> problem) {
        return new Write(commit, next, entry, problem);
      }

      Write recording(Commit.Asked command) {
        return new Write(commit.recording(command), next, entry, told);
      }
    }

    /** Nothing to write. */
    record Answer(Outcome outcome) implements Conclusion {}
  }

  Conclusion conclude(
      EntityState state, Call call, Optional<Cause> cause, Decision decision, Instant now) {
    if (call.origin() != Origin.Asked.ASKED) {
      Plan.Result result = messages.result(state.messages(), call, decision);
      return write(state, call, cause, with(state, decision, result), now).telling(result.told());
    }
    return switch (decision) {
      case Decision.Rejected(var problem) -> new Conclusion.Answer(Outcome.Refused.of(problem));
      case Decision.Accepted accepted when accepted.changesNothing() && !isKeyed(cause) ->
          new Conclusion.Answer(
              new Outcome.Replied(accepted.reply(), state.sequence(), 0, 0, false, version, node));
      case Decision.Accepted accepted -> write(state, call, cause, accepted, now);
    };
  }

  private static Decision.Accepted with(EntityState state, Decision decision, Plan.Result result) {
    return switch (decision) {
      case Decision.Accepted(var events, var next, var reply, var _) ->
          new Decision.Accepted(events, next, reply, result.outbox());
      case Decision.Rejected _ ->
          new Decision.Accepted(List.of(), state.function(), Json.NULL, result.outbox());
    };
  }

  /** Writes what needed no handler. */
  Conclusion.Write conclude(EntityState state, Admission.Decided decided, Instant now) {
    var nothing = new Decision.Accepted(List.of(), state.function(), Json.NULL, decided.outbox());
    return write(state, decided.call(), decided.cause(), nothing, now);
  }

  /** An operator's retry that failed is written, too: it is part of the message's story. */
  Conclusion.Write failed(
      EntityState state, Call call, Optional<Cause> cause, Problem problem, Instant now) {
    Plan.Result result = messages.failed(state.messages(), call, problem);
    var failed = new Admission.Decided(call, cause, result.outbox());
    return conclude(state, failed, now).telling(result.told());
  }

  /** Whether the caller may ask again for the outcome, even of a command that changed nothing. */
  private static boolean isKeyed(Optional<Cause> cause) {
    return cause.filter(why -> why.kind() != Cause.Kind.REQUEST).isPresent();
  }

  private Conclusion.Write write(
      EntityState state,
      Call call,
      Optional<Cause> cause,
      Decision.Accepted accepted,
      Instant now) {
    Instant time = now.isBefore(state.time()) ? state.time() : now;
    var commit =
        new Commit(
            cause,
            call.handler(),
            List.copyOf(accepted.events()),
            accepted.reply(),
            call.origin() instanceof Origin.Repair repair ? repair.by() : call.caller(),
            time,
            version,
            accepted.outbox(),
            Optional.empty());
    EntityState next = state.after(accepted.next(), time);
    next.messages().apply(commit, next.sequence());
    return new Conclusion.Write(
        commit, next, cause.map(why -> remember(next, commit, why)), Optional.empty());
  }

  private static Inbox.Entry remember(EntityState after, Commit commit, Cause cause) {
    var entry =
        new Inbox.Entry(cause, after.sequence(), commit.reply(), commit.time(), commit.version());
    after.inbox().remember(entry);
    return entry;
  }

  /** Its key, its number, or both where copies of a keyed call may be on their way. */
  static Optional<Cause> causeOf(Call call, Attempt attempt) {
    Optional<String> number =
        attempt.tracked() ? Optional.of(UnderWay.numberOf(attempt).key()) : Optional.empty();
    return call.idempotencyKey()
        .map(key -> new Cause(Cause.Kind.IDEMPOTENCY_KEY, key, call.digest(), number))
        .or(() -> number.map(own -> new Cause(Cause.Kind.REQUEST, own, 0)));
  }
}
