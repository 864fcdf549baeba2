package dev.holdfast.sdk.testing;

import dev.holdfast.sdk.Call;
import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one handler did in a {@link Scenario}. Each method states one thing and fails if it is not
 * so.
 *
 * @param <S> the service
 * @param <R> the reply
 */
public final class Outcome<S, R> {
  private final Scenario<S> scenario;
  private final Call<R> call;
  private final Instance.Ran ran;

  Outcome(Scenario<S> scenario, Call<R> call, Instance.Ran ran) {
    this.scenario = scenario;
    this.call = call;
    this.ran = ran;
  }

  /** It replied this. */
  public Outcome<S, R> replied(R reply) {
    demandAccepted();
    demand("replied", Optional.of(reply), ran.reply());
    return this;
  }

  /** It was accepted, and had nothing to say. */
  public Outcome<S, R> replied() {
    demandAccepted();
    demand("replied", Optional.empty(), ran.reply());
    return this;
  }

  /** It journaled exactly these events in this order; none if there are none. */
  public Outcome<S, R> persisted(Object... events) {
    demandAccepted();
    demand("persisted", List.of(events), ran.events());
    return this;
  }

  /** It published this, among other things. */
  public Outcome<S, R> published(String topic, Object payload) {
    return acted(new Effect.Publish(topic, Optional.empty(), payload));
  }

  /** It published this with this key, among other things. */
  public Outcome<S, R> published(String topic, String key, Object payload) {
    return acted(new Effect.Publish(topic, Optional.of(key), payload));
  }

  /** It sent this call, among other things. */
  public Outcome<S, R> sent(Call<?> sent) {
    return acted(new Effect.Send(sent));
  }

  /** It set this timer, among other things. */
  public Outcome<S, R> scheduled(String timer, Duration after, Call<?> due) {
    return acted(new Effect.Schedule(timer, after, due));
  }

  /** It set this timer by the clock, among other things. */
  public Outcome<S, R> scheduled(String timer, Instant at, Call<?> due) {
    return acted(new Effect.ScheduleAt(timer, at, due));
  }

  /** It cancelled this timer, among other things. */
  public Outcome<S, R> cancelled(String timer) {
    return acted(new Effect.Cancel(timer));
  }

  private Outcome<S, R> acted(Effect.Action expected) {
    demandAccepted();
    if (ran.actions().stream().noneMatch(action -> Same.same(action, expected))) {
      throw new AssertionError(call + " did not do " + expected + " but " + ran.actions());
    }
    return this;
  }

  /** It rejected with this problem, and so wrote nothing. */
  public Outcome<S, R> rejected(Rejection problem) {
    return rejected(problem.code());
  }

  /** It rejected with the problem of this code, such as {@code checked-out}. */
  public Outcome<S, R> rejected(String code) {
    if (ran.refused().isEmpty()) {
      throw new AssertionError(
          call + " was not rejected: it persisted " + ran.events() + " and replied " + reply());
    }
    demand("rejected with", code, ran.refused().get().code());
    return this;
  }

  /** The state is this now. */
  public Outcome<S, R> state(S state) {
    demand("led to", state, ran.state());
    return this;
  }

  /** Goes on with the same instance. */
  public Scenario<S> and() {
    return scenario;
  }

  private String reply() {
    return ran.reply().map(Object::toString).orElse("nothing");
  }

  private void demandAccepted() {
    ran.refused()
        .ifPresent(
            refused -> {
              throw new AssertionError(
                  call + " was rejected: " + refused.code() + ": " + refused.detail());
            });
  }

  private void demand(String verb, Object expected, Object actual) {
    if (!Same.same(expected, actual)) {
      throw new AssertionError(
          "%s %s %s, expected %s".formatted(call, verb, shown(actual), shown(expected)));
    }
  }

  private static Object shown(Object value) {
    return value instanceof Optional<?> held ? held.<Object>map(it -> it).orElse("nothing") : value;
  }
}
