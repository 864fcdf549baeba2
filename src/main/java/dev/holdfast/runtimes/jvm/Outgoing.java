package dev.holdfast.runtimes.jvm;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.binding.HandlerBinding;
import dev.holdfast.sdk.binding.HandlerFailed;
import dev.holdfast.sdk.binding.json.JsonFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what a handler wants done beside the state into the outbox of its commit.
 *
 * <p>Invariant: what leaves here can be journaled and delivered as far as that can be known now.
 * All else is the handler's failure, named before anything is written.
 */
final class Outgoing {
  private final CallCodecs codecs;
  private final int most;

  Outgoing(CallCodecs codecs, int most) {
    this.codecs = codecs;
    this.most = most;
  }

  /**
   * The outbox of one effect.
   *
   * @throws HandlerFailed with what cannot be done, and why
   */
  Outbox of(HandlerBinding handler, Invocation invocation, List<Effect.Action> actions) {
    if (actions.isEmpty()) {
      return Outbox.EMPTY;
    }
    if (actions.size() > most) {
      throw new HandlerFailed(
          handler
              + " sends, publishes and schedules "
              + actions.size()
              + " things in one effect; "
              + most
              + " are allowed (holdfast.runtimes.jvm.most-actions). Do the rest in a command that"
              + " it sends itself.");
    }
    return new One(handler, invocation).outbox(actions);
  }

  /** The outbox of one effect while it grows. */
  private final class One {
    private final HandlerBinding handler;
    private final Invocation invocation;
    private final List<Send> sends = new ArrayList<>();
    private final List<Publication> publications = new ArrayList<>();
    private final List<TimerChange> timers = new ArrayList<>();

    One(HandlerBinding handler, Invocation invocation) {
      this.handler = handler;
      this.invocation = invocation;
    }

    Outbox outbox(List<Effect.Action> actions) {
      for (Effect.Action action : actions) {
        switch (action) {
          case Effect.Send(Call<?> call) -> sends.add(send("sends", call));
          case Effect.Publish(String topic, Optional<String> key, Object payload) ->
              publications.add(publication(topic, key.orElse(invocation.id().id()), payload));
          case Effect.Schedule(String timer, Duration after, Call<?> call) ->
              timers.add(new TimerChange.Set(name(timer), due(timer, after), scheduled(call)));
          case Effect.ScheduleAt(String timer, Instant at, Call<?> call) ->
              timers.add(new TimerChange.Set(name(timer), due(timer, at), scheduled(call)));
          case Effect.Cancel(String timer) -> timers.add(new TimerChange.Gone(name(timer)));
        }
      }
      return new Outbox(sends, publications, timers, List.of());
    }

    private Send scheduled(Call<?> call) {
      return send("schedules", call);
    }

    private Send send(String verb, Call<?> call) {
      return new Send(handlerCall(verb, call, call.id()), call.otherwise().map(this::back));
    }

    /** What comes back if the receiver rejects: a call of the sender itself. */
    private HandlerCall back(Call<?> otherwise) {
      if (!otherwise.service().equals(invocation.id().service())) {
        throw failed(
            ("names %s.%s to be sent if a call is rejected; name a handler of %s: it is the sender"
                    + " that is told.")
                .formatted(otherwise.service(), otherwise.handler(), invocation.id().service()));
      }
      return handlerCall("is sent back", otherwise, invocation.id().id());
    }

    private HandlerCall handlerCall(String verb, Call<?> call, String id) {
      if (!EntityId.isService(call.service())) {
        throw failed("%s %s, but \"%s\" is no service name.".formatted(verb, call, call.service()));
      }
      if (!EntityId.isId(id)) {
        throw failed(
            "%s %s, but \"%s\" is no id: 1 to %d characters, no slash, no control character."
                .formatted(verb, call, id, EntityId.LONGEST_ID));
      }
      try {
        var target = new EntityId(call.service(), id);
        return new HandlerCall(target, call.handler(), Json.wrap(codecs.sent(call)));
      } catch (IllegalArgumentException | JsonFault wrong) {
        throw failed(
            "%s a call that is wrong: %s".formatted(verb, String.valueOf(wrong.getMessage())));
      }
    }

    private Publication publication(String topic, String key, Object payload) {
      if (!Publication.isTopic(topic)) {
        throw failed(
            ("publishes to \"%s\". A topic is lower case words joined by hyphens, at most %d"
                    + " characters.")
                .formatted(topic, EntityId.LONGEST_SERVICE));
      }
      if (!Publication.isKey(key)) {
        throw failed(
            ("publishes to %s with the key \"%s\". A key has 1 to %d characters, none of them a"
                    + " control character.")
                .formatted(topic, key, Publication.LONGEST_KEY));
      }
      try {
        return new Publication(topic, key, Json.wrap(codecs.value(payload)), Map.of());
      } catch (IllegalArgumentException | JsonFault wrong) {
        throw failed(
            "publishes to %s what is no message: %s"
                .formatted(topic, String.valueOf(wrong.getMessage())));
      }
    }

    private String name(String timer) {
      if (!TimerChange.isName(timer)) {
        throw failed(
            ("names a timer \"%s\". A timer's name has 1 to %d characters, none of them a control"
                    + " character.")
                .formatted(timer, TimerChange.LONGEST_NAME));
      }
      return timer;
    }

    private Instant due(String timer, Duration after) {
      if (after.isNegative() || after.compareTo(TimerChange.LONGEST_DELAY) > 0) {
        throw failed(
            "schedules %s after %s. A delay is not negative and at most 100 years."
                .formatted(timer, after));
      }
      return invocation.now().plus(after);
    }

    /** A time that has passed is now, so that nothing in a journal is older than its commit. */
    private Instant due(String timer, Instant at) {
      if (at.isBefore(invocation.now())) {
        return invocation.now();
      }
      if (at.isAfter(invocation.now().plus(TimerChange.LONGEST_DELAY))) {
        throw failed("schedules %s at %s, which is in more than 100 years.".formatted(timer, at));
      }
      return at;
    }

    private HandlerFailed failed(String sentence) {
      return new HandlerFailed(handler + " " + sentence);
    }
  }
}
