package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.FunctionState;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.sdk.binding.Answered;
import dev.holdfast.sdk.binding.Decided;
import dev.holdfast.sdk.binding.EncodedEvent;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.HandlerFailed;
import dev.holdfast.sdk.binding.Refused;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.json.JsonFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service written in Java, run in this process through the SDK's binding.
 *
 * <p>Invariant: whatever user code throws leaves here as {@link FunctionFailed}; errors of the JVM
 * that user code brought about, such as an endless recursion, are no exception.
 */
final class JvmRuntime implements FunctionRuntime {
  private final ServiceBinding service;
  private final ServiceDescription description;
  private final CallCodecs codecs;
  private final Outgoing outgoing;
  private final JvmState empty;
  private final Map<String, HandlerBinding> handlers = new HashMap<>();

  JvmRuntime(
      ServiceBinding service,
      ServiceDescription description,
      CallCodecs codecs,
      Outgoing outgoing) {
    this.service = service;
    this.description = description;
    this.codecs = codecs;
    this.outgoing = outgoing;
    this.empty = new JvmState(service.empty(), service.state());
    service.handlers().forEach(handler -> handlers.put(handler.name(), handler));
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public FunctionState empty() {
    return empty;
  }

  @Override
  public Decision decide(FunctionState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed {
    HandlerBinding handler = handler(invocation, false);
    Object argument = argument(handler, invocation);
    try {
      var context = new JvmContext(invocation, codecs);
      return switch (service.decide(value(state), handler, argument, context)) {
        case Decided.Accepted accepted ->
            accepted(state, accepted, outgoing.of(handler, invocation, accepted.actions()));
        case Refused refused -> new Decision.Rejected(problem(refused));
      };
    } catch (RuntimeException | Error thrown) {
      return new Decision.Rejected(callProblem(handler, thrown));
    }
  }

  private Decision accepted(FunctionState state, Decided.Accepted accepted, Outbox outbox) {
    List<EncodedEvent> events = accepted.events();
    return new Decision.Accepted(
        events(events),
        events.isEmpty() ? state : new JvmState(accepted.next(), service.state()),
        Json.wrap(accepted.reply()),
        outbox);
  }

  @Override
  public Answer query(FunctionState state, Invocation invocation)
      throws InvalidArgument, FunctionFailed {
    HandlerBinding handler = handler(invocation, true);
    Object argument = argument(handler, invocation);
    Answered answered;
    try {
      answered = service.query(value(state), handler, argument, new JvmContext(invocation, codecs));
    } catch (RuntimeException | Error thrown) {
      return new Answer.Refused(callProblem(handler, thrown));
    }
    return switch (answered) {
      case Answered.Found found -> new Answer.Found(Json.wrap(found.json()));
      case Answered.Nothing _ -> new Answer.Nothing();
      case Refused refused -> new Answer.Refused(problem(refused));
    };
  }

  @Override
  public FunctionState fold(FunctionState state, List<EventData> events) throws FunctionFailed {
    Object next = value(state);
    for (EventData event : events) {
      try {
        next = service.fold(next, event.type(), event.version(), event.data().utf8());
      } catch (RuntimeException | Error thrown) {
        throw new FunctionFailed(message(service.name() + ".apply", thrown), thrown);
      }
    }
    return new JvmState(next, service.state());
  }

  @Override
  public Optional<FunctionState> decode(Json state) {
    try {
      return Optional.of(new JvmState(service.state().decode(state.utf8()), service.state()));
    } catch (RuntimeException | StackOverflowError changed) {
      // A state is a cache: one that cannot be read is folded again from the events.
      return Optional.empty();
    }
  }

  /** Nothing is held open; the code goes when the last runtime and the last state of it go. */
  @Override
  public void close() {}

  private HandlerBinding handler(Invocation invocation, boolean query) throws InvalidArgument {
    HandlerBinding handler = handlers.get(invocation.handler());
    if (handler == null || handler.query() != query) {
      String what = query ? " has no query " : " has no command ";
      throw new InvalidArgument(
          ProblemCode.UNKNOWN_HANDLER.problem(service.name() + what + invocation.handler() + "."));
    }
    return handler;
  }

  private Object argument(HandlerBinding handler, Invocation invocation)
      throws InvalidArgument, FunctionFailed {
    try {
      return handler.readArgument(invocation.argument().utf8());
    } catch (JsonFault fault) {
      ProblemCode code =
          fault.isMalformed() ? ProblemCode.INVALID_JSON : ProblemCode.INVALID_ARGUMENT;
      throw new InvalidArgument(code.at(fault.pointer(), fault.detail()));
    } catch (RuntimeException | Error thrown) {
      throw new FunctionFailed(message(handler + ", reading its argument,", thrown), thrown);
    }
  }

  /** The problem of a call that did not come through; anything else is the handler's failure. */
  private static Problem callProblem(HandlerBinding handler, Throwable thrown)
      throws FunctionFailed {
    Optional<Problem> problem = CallRefused.within(thrown);
    if (problem.isPresent()) {
      return problem.get();
    }
    throw new FunctionFailed(message(handler.toString(), thrown), thrown);
  }

  /** Names the handler and what it threw; the binding's own messages do already. */
  private static String message(String who, Throwable thrown) {
    return thrown instanceof HandlerFailed failed
        ? String.valueOf(failed.getMessage())
        : who + " threw " + thrown;
  }

  private static Problem problem(Refused refused) {
    return Problem.rejection(refused.service(), refused.code(), refused.status(), refused.detail());
  }

  private static List<EventData> events(List<EncodedEvent> encoded) {
    if (encoded.size() == 1) {
      return List.of(event(encoded.getFirst()));
    }
    return encoded.stream().map(JvmRuntime::event).toList();
  }

  private static EventData event(EncodedEvent event) {
    return new EventData(event.type(), event.version(), Json.wrap(event.json()));
  }

  private Object value(FunctionState state) {
    if (state instanceof JvmState jvm && service.type().isInstance(jvm.value())) {
      return jvm.value();
    }
    // A state of another version of the service: its classes are not these.
    throw new IllegalArgumentException("Not a state of this version of " + service.name());
  }
}
