package dev.holdfast.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a handler decided, as plain data: nothing of it has happened when the handler returns, all
 * of it has once the commit is on disk.
 *
 * <p>Invariant: it either rejects, and then holds nothing else, or replies. Every method returns a
 * new effect.
 *
 * @param <R> the reply
 */
public sealed class Effect<R> permits Change {
  private final Parts parts;

  Effect(Parts parts) {
    this.parts = parts;
  }

  /** Something to be done beside the state. */
  public sealed interface Action {}

  /** A durable call: made after the commit, at least tried until it is answered. */
  public record Send(Call<?> call) implements Action {}

  /** A message for a topic; without a key the id of the publishing instance is its key. */
  public record Publish(String topic, Optional<String> key, Object payload) implements Action {}

  /** A named timer; another one of the same name replaces it. */
  public record Schedule(String timer, Duration after, Call<?> call) implements Action {}

  /** A named timer by the clock; another one of the same name replaces it. */
  public record ScheduleAt(String timer, Instant at, Call<?> call) implements Action {}

  /** The end of a timer, if it is still there. */
  public record Cancel(String timer) implements Action {}

  /** Makes a call once this is committed. The other service sees it effectively once. */
  public Effect<R> send(Call<?> call) {
    return new Effect<>(parts.with(new Send(commanding(call))));
  }

  /** Publishes to a topic, with this instance's id as the key. */
  public Effect<R> publish(String topic, Object payload) {
    return new Effect<>(parts.with(new Publish(topic, Optional.empty(), payload)));
  }

  /** Publishes to a topic; messages with the same key keep their order. */
  public Effect<R> publish(String topic, String key, Object payload) {
    return new Effect<>(parts.with(new Publish(topic, Optional.of(key), payload)));
  }

  /** Makes a call later; the name is to cancel or replace it. */
  public Effect<R> schedule(String timer, Duration after, Call<?> call) {
    return new Effect<>(parts.with(new Schedule(timer, after, commanding(call))));
  }

  /** Makes a call at a time, at once if that has passed; the name is to cancel or replace it. */
  public Effect<R> schedule(String timer, Instant at, Call<?> call) {
    return new Effect<>(parts.with(new ScheduleAt(timer, at, commanding(call))));
  }

  /** Forgets a timer. */
  public Effect<R> cancel(String timer) {
    return new Effect<>(parts.with(new Cancel(timer)));
  }

  /** The events to journal, in order. */
  public final List<?> events() {
    return parts.events;
  }

  /** The state to save or to start with, where there is one. */
  public final Optional<Object> next() {
    return parts.next;
  }

  /** Whether the state is cleared. */
  public final boolean clears() {
    return parts.clears;
  }

  public final List<Action> actions() {
    return parts.actions;
  }

  /** Why it refuses, if it does. */
  public final Optional<Rejection> rejection() {
    return parts.rejection;
  }

  /** Why it refuses, for people; empty if it does not. */
  public final String detail() {
    return parts.detail;
  }

  /** The reply, given the state after the change; empty if there is none. */
  public final Optional<Object> replyOn(Object state) {
    return parts.reply.apply(state);
  }

  @Override
  public final String toString() {
    return parts.toString();
  }

  final Parts parts() {
    return parts;
  }

  static Effect<Void> replying() {
    return new Effect<>(Parts.NOTHING);
  }

  static <R> Effect<R> replying(R value) {
    Optional<Object> reply = Optional.of(value);
    return new Effect<>(Parts.NOTHING.replying(_ -> reply));
  }

  static <R> Effect<R> rejecting(Rejection problem, String detail) {
    return new Effect<>(Parts.NOTHING.rejecting(problem, detail));
  }

  static Call<?> commanding(Call<?> call) {
    if (call.isQuery()) {
      throw new IllegalArgumentException(
          "A query is asked with context.call; only a command can be sent: " + call);
    }
    return call;
  }

  /** All that an effect holds, so that its methods can replace one part each. */
  record Parts(
      List<?> events,
      Optional<Object> next,
      boolean clears,
      Function<Object, Optional<Object>> reply,
      Optional<Rejection> rejection,
      String detail,
      List<Action> actions) {
    static final Parts NOTHING = changing(List.of(), Optional.empty(), false);

    static Parts events(List<?> events) {
      return changing(events, Optional.empty(), false);
    }

    static Parts next(Object next) {
      return changing(List.of(), Optional.of(next), false);
    }

    static Parts cleared() {
      return changing(List.of(), Optional.empty(), true);
    }

    private static Parts changing(List<?> events, Optional<Object> next, boolean clears) {
      return new Parts(events, next, clears, Parts::noReply, Optional.empty(), "", List.of());
    }

    private static Optional<Object> noReply(Object state) {
      return Optional.empty();
    }

    Parts replying(Function<Object, Optional<Object>> newReply) {
      return new Parts(events, next, clears, newReply, rejection, detail, actions);
    }

    Parts rejecting(Rejection problem, String why) {
      return new Parts(events, next, clears, reply, Optional.of(problem), why, actions);
    }

    Parts with(Action action) {
      if (rejection.isPresent()) {
        throw new IllegalStateException(
            "A rejection writes nothing, so nothing can be sent, published or scheduled with it.");
      }
      var more = new ArrayList<Action>(actions);
      more.add(action);
      return new Parts(events, next, clears, reply, rejection, detail, List.copyOf(more));
    }
  }
}
