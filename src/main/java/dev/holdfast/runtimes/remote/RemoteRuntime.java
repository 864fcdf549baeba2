package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.Folded;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.remote.Questions.Told;
import dev.holdfast.runtimes.remote.RemoteState.Kept;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One service whose code answers the function protocol somewhere else.
 *
 * <p>Invariant: whatever goes wrong on the way or over there leaves here as {@link FunctionFailed};
 * nothing is written then. A state is sent along, unless it is large and the process that is asked
 * has kept it.
 *
 * <pre>
 *   decide ──► {state or its token} ──► needs? ──► calls, and again with their answers
 *                      │ missing                └─► decided: events, reply, next state
 *                      └──► again with the state
 * </pre>
 */
final class RemoteRuntime implements FunctionRuntime {
  /** A state below it is sent as fast as it is named. */
  private static final int WORTH_KEEPING = 1024;

  private static final int MOST_ROUNDS = 64;

  /** What a function says in the platform's name. */
  private static final Map<String, ProblemCode> OWN =
      Map.of(
          ProblemCode.INVALID_ARGUMENT.code(), ProblemCode.INVALID_ARGUMENT,
          ProblemCode.INVALID_JSON.code(), ProblemCode.INVALID_JSON,
          ProblemCode.UNKNOWN_HANDLER.code(), ProblemCode.UNKNOWN_HANDLER);

  private final ServiceDescription description;
  private final Endpoint endpoint;
  private final Folds folds;
  private final RemoteState empty;
  private final boolean keepsStates;
  private final AtomicLong tokens = new AtomicLong();

  RemoteRuntime(Discovery.Found found, Endpoint endpoint, boolean keepsStates) {
    this.description = found.description();
    this.endpoint = endpoint;
    this.keepsStates = keepsStates;
    this.folds = new Folds(description.service(), endpoint);
    this.empty = RemoteState.of(folds, found.empty(), Optional.empty());
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public FunctionState empty() {
    return empty;
  }

  /** Every call waits for another process. */
  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed {
    RemoteState before = own(state);
    Answered answered;
    try {
      answered = ask(before, invocation);
    } catch (CallEnded e) {
      return new Decision.Rejected(e.problem());
    }
    return switch (answered.reply()) {
      case Reply.Decided decided ->
          new Decision.Accepted(
              known(invocation, decided.events()),
              decided.events().isEmpty() ? before : next(before, decided, answered.kept()),
              decided.reply(),
              new Outgoing(invocation).outbox(decided));
      case Reply.Refused refused -> new Decision.Rejected(problem(refused));
      case Reply.Nothing _, Reply.Needs _, Reply.StateMissing _ ->
          throw failed(invocation, "it answered what no command answers");
    };
  }

  /** An event that a version does not list could not be read from a journal by the next one. */
  private List<EventData> known(Invocation invocation, List<EventData> events)
      throws FunctionFailed {
    for (EventData event : events) {
      boolean listed =
          description.events().stream()
              .anyMatch(it -> it.type().equals(event.type()) && it.version() == event.version());
      if (!listed) {
        throw failed(
            invocation,
            "it persists %s version %d, which it does not list in discover"
                .formatted(event.type(), event.version()));
      }
    }
    return events;
  }

  private RemoteState next(RemoteState before, Reply.Decided decided, Optional<Kept> kept) {
    return decided
        .state()
        .map(json -> RemoteState.of(folds, json, kept.filter(_ -> isWorthKeeping(json))))
        .orElseGet(() -> before.after(decided.events()));
  }

  private boolean isWorthKeeping(Json state) {
    return keepsStates && state.size() >= WORTH_KEEPING;
  }

  @Override
  public Answer query(FunctionState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed {
    Reply reply;
    try {
      reply = ask(own(state), invocation).reply();
    } catch (CallEnded e) {
      return new Answer.Refused(e.problem());
    }
    return switch (reply) {
      case Reply.Decided decided when decided.events().isEmpty() ->
          new Answer.Found(decided.reply());
      case Reply.Nothing _ -> new Answer.Nothing();
      case Reply.Refused refused -> new Answer.Refused(problem(refused));
      case Reply.Decided _, Reply.Needs _, Reply.StateMissing _ ->
          throw failed(invocation, "it answered what no query answers");
    };
  }

  /** What came of asking, and under which name the state that came out may be known there. */
  private record Answered(Reply reply, Optional<Kept> kept) {}

  private Answered ask(RemoteState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed, CallEnded {
    var needed = new Needed(invocation);
    boolean resend = false;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Answered answered = once(state, invocation, needed.answers(), resend);
      switch (answered.reply()) {
        case Reply.Needs(List<HandlerCall> calls) -> needed.make(calls);
        case Reply.StateMissing _ -> {
          if (resend) {
            throw failed(invocation, "it was sent the state and says that it is missing");
          }
          resend = true;
        }
        case Reply.Refused refused when isInvalid(refused) ->
            throw new InvalidArgument(problem(refused));
        default -> {
          return answered;
        }
      }
    }
    throw failed(invocation, "it asked for calls in more than " + MOST_ROUNDS + " rounds");
  }

  private Answered once(
      RemoteState state,
      Invocation invocation,
      Map<HandlerCall, Calls.Result> answers,
      boolean resend)
      throws FunctionFailed {
    EntityId id = invocation.id();
    int affinity = id.hashCode();
    String next = keepsStates ? id.service() + "." + tokens.incrementAndGet() : "";
    try {
      Optional<Told> told = Optional.empty();
      if (description.kind() != ServiceDescription.Kind.STATELESS) {
        Optional<String> token =
            resend ? Optional.empty() : state.tokenAt(endpoint.incarnation(affinity));
        Optional<Json> value = token.isPresent() ? Optional.empty() : Optional.of(state.encode());
        told = Optional.of(new Told(token.orElse(""), value, next));
      }
      Json body = Questions.decide(invocation, told, answers);
      var request =
          new Endpoint.Request("decide", body, affinity, Optional.of(invocation.deadline()));
      Endpoint.Answer answer = endpoint.ask(request);
      Optional<Kept> kept =
          keepsStates ? Optional.of(new Kept(next, answer.incarnation())) : Optional.empty();
      return new Answered(ReplyReader.decide(answer.body()), kept);
    } catch (NoAnswer | RemoteFoldFailed e) {
      throw new FunctionFailed(who(invocation) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FunctionFailed(who(invocation) + " was not waited for any longer", e);
    }
  }

  @Override
  public FunctionState fold(FunctionState state, List<EventData> events) {
    return own(state).after(events);
  }

  @Override
  public List<Folded> foldAll(List<List<EventData>> histories) {
    return folds.foldAll(histories);
  }

  /** A snapshot of this very version: whether it fits is seen when it is used. */
  @Override
  public Optional<FunctionState> decode(Json state) {
    return Optional.of(RemoteState.of(folds, state, Optional.empty()));
  }

  /** The endpoint is shared by all services of a version, and closed with it. */
  @Override
  public void close() {}

  private static RemoteState own(FunctionState state) {
    if (state instanceof RemoteState remote) {
      return remote;
    }
    throw new IllegalArgumentException("Not a state of a remote function");
  }

  private static boolean isInvalid(Reply.Refused refused) {
    return own(refused).isPresent();
  }

  private static Optional<ProblemCode> own(Reply.Refused refused) {
    return refused.service().isPresent()
        ? Optional.empty()
        : Optional.ofNullable(OWN.get(refused.code()));
  }

  private Problem problem(Reply.Refused refused) {
    Optional<ProblemCode> own = own(refused);
    if (own.isPresent()) {
      return own.get().at(refused.pointer(), refused.detail());
    }
    int status = refused.status() >= 400 && refused.status() < 500 ? refused.status() : 422;
    return Problem.rejection(
        refused.service().orElse(description.service()), refused.code(), status, refused.detail());
  }

  private static FunctionFailed failed(Invocation invocation, String what) {
    return new FunctionFailed(who(invocation) + ": " + what, new NoAnswer(what));
  }

  private static String who(Invocation invocation) {
    return invocation.id().service() + "." + invocation.handler();
  }
}
