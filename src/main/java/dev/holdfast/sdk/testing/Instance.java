package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Context;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Rejected;
import dev.holdfast.sdk.binding.EncodedEvent;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.Refused;
import dev.holdfast.sdk.binding.ServiceBinding;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.JsonFault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One instance of a service, run by hand. Each step is checked for what would go wrong only later:
 * values that do not survive JSON, a state changed in place, an {@code apply} that is not pure.
 */
final class Instance {
  private final ServiceBinding service;
  private Object state;
  private long sequence;

  /** What a handler came to, as the author's values. */
  record Ran(
      List<?> events,
      Object state,
      Optional<Object> reply,
      Optional<Refused> refused,
      List<Effect.Action> actions) {}

  Instance(ServiceBinding service) {
    this.service = service;
    this.state = service.empty();
  }

  ServiceBinding service() {
    return service;
  }

  Object state() {
    return state;
  }

  long sequence() {
    return sequence;
  }

  /** Makes what a command came to the truth. */
  void commit(Ran ran) {
    if (!ran.events().isEmpty() || !ran.actions().isEmpty()) {
      sequence++;
    }
    state = ran.state();
  }

  /** Folds an event of the past. */
  void given(Object event) {
    state = after(List.of(event));
    sequence++;
  }

  /** Replaces the state by what steps of a workflow made of it. */
  void become(Object next) {
    demandSurvives("The state " + service.type().getSimpleName(), service.state(), next);
    state = next;
  }

  Ran run(String name, Optional<Object> argument, Context context) {
    HandlerBinding handler =
        service
            .handler(name)
            .orElseThrow(() -> new AssertionError(service.name() + " has no handler " + name));
    byte[] before = service.state().encode(state);
    Object returned;
    try {
      returned = handler.invoke(state, received(handler, argument), context);
    } catch (Rejected rejected) {
      return refused(
          new Refused(rejected.service(), rejected.code(), rejected.status(), rejected.detail()));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(handler + " threw " + thrown, thrown);
    }
    demandUnchanged(handler.toString(), before);
    if (!(returned instanceof Effect<?> effect)) {
      Optional<Object> answer = Optional.of(returned);
      demandReplySurvives(handler, answer);
      return new Ran(List.of(), state, answer, Optional.empty(), List.of());
    }
    if (effect.rejection().isPresent()) {
      var problem = effect.rejection().get();
      return refused(
          new Refused(service.name(), problem.code(), problem.status(), effect.detail()));
    }
    return accepted(handler, effect);
  }

  private Ran refused(Refused refused) {
    return new Ran(List.of(), state, Optional.empty(), Optional.of(refused), List.of());
  }

  private Ran accepted(HandlerBinding handler, Effect<?> effect) {
    List<?> events = service.eventsOf(effect);
    Object next = after(events);
    Optional<Object> reply = handler.reply().isEmpty() ? Optional.empty() : effect.replyOn(next);
    demandReplySurvives(handler, reply);
    return new Ran(events, next, reply, Optional.empty(), effect.actions());
  }

  /** The argument as it would arrive. */
  private static Object received(HandlerBinding handler, Optional<Object> argument) {
    if (handler.argument().isEmpty() || argument.isEmpty()) {
      return HandlerBinding.NO_ARGUMENT;
    }
    String what = "The argument of " + handler;
    try {
      byte[] json = handler.argument().get().encode(argument.get());
      Object received = handler.readArgument(json);
      demandSame(what, argument.get(), received);
      return received;
    } catch (JsonFault fault) {
      throw new AssertionError(what + " has no JSON form: " + fault.getMessage(), fault);
    }
  }

  private Object after(List<?> events) {
    Object current = state;
    for (Object event : events) {
      String what = "The event " + event.getClass().getSimpleName();
      Object read = journaled(what, event);
      byte[] before = service.state().encode(current);
      Object next = service.after(current, List.of(event));
      if (!Arrays.equals(before, service.state().encode(current))) {
        throw new AssertionError(
            "%s.apply changes the state in place, for %s. Copy it: the old state must stay."
                .formatted(service.type().getSimpleName(), event));
      }
      Object again = service.after(current, List.of(read));
      if (!Same.same(next, again)) {
        throw new AssertionError(
            "%s.apply is not pure: applied twice, %s leads to %s and to %s."
                .formatted(service.type().getSimpleName(), event, next, again));
      }
      demandSurvives("The state " + service.type().getSimpleName(), service.state(), next);
      current = next;
    }
    return current;
  }

  private Object journaled(String what, Object event) {
    try {
      EncodedEvent written = service.encode(event);
      Object read = service.read(written.type(), written.version(), written.json()).getFirst();
      demandSame(what, event, read);
      return read;
    } catch (JsonFault fault) {
      throw new AssertionError(what + " has no JSON form: " + fault.getMessage(), fault);
    }
  }

  private void demandUnchanged(String handler, byte[] before) {
    if (!Arrays.equals(before, service.state().encode(state))) {
      throw new AssertionError(
          handler + " changes the state in place. Persist an event instead; copy what it needs.");
    }
  }

  private static void demandReplySurvives(HandlerBinding handler, Optional<Object> reply) {
    if (handler.reply().isPresent() && reply.isPresent()) {
      demandSurvives("The reply of " + handler, handler.reply().get(), reply.get());
    }
  }

  private static void demandSurvives(String what, JsonCodec codec, Object value) {
    try {
      demandSame(what, value, codec.decode(codec.encode(value)));
    } catch (JsonFault fault) {
      throw new AssertionError(what + " has no JSON form: " + fault.getMessage(), fault);
    }
  }

  private static void demandSame(String what, Object value, Object received) {
    if (!Same.same(value, received)) {
      throw new AssertionError(
          what + " does not survive JSON: " + value + " comes back as " + received + ".");
    }
  }
}
