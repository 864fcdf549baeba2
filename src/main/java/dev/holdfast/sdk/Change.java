package dev.holdfast.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An effect that changes the state. Its only reply is a function of the state after the change, so
 * that a reply cannot tell of the state before.
 *
 * @param <S> the state
 */
public final class Change<S> extends Effect<Void> {
  private Change(Parts parts) {
    super(parts);
  }

  static <S> Change<S> events(List<?> events) {
    return new Change<>(Parts.events(List.copyOf(events)));
  }

  static <S> Change<S> saved(Object next) {
    return new Change<>(Parts.next(next));
  }

  static <S> Change<S> cleared() {
    return new Change<>(Parts.cleared());
  }

  /** Answers with something of the new state: {@code persist(…).reply(Cart::total)}. */
  @SuppressWarnings("unchecked") // The function is only given the state that this change leads to.
  public <R> Effect<R> reply(Function<? super S, ? extends R> reply) {
    var ofState = (Function<Object, ? extends R>) (Function<?, ? extends R>) reply;
    return new Effect<>(parts().replying(state -> Optional.of(ofState.apply(state))));
  }

  @Override
  public Change<S> send(Call<?> call) {
    return new Change<>(parts().with(new Send(commanding(call))));
  }

  @Override
  public Change<S> publish(String topic, Object payload) {
    return new Change<>(parts().with(new Publish(topic, Optional.empty(), payload)));
  }

  @Override
  public Change<S> publish(String topic, String key, Object payload) {
    return new Change<>(parts().with(new Publish(topic, Optional.of(key), payload)));
  }

  @Override
  public Change<S> schedule(String timer, Duration after, Call<?> call) {
    return new Change<>(parts().with(new Schedule(timer, after, commanding(call))));
  }

  @Override
  public Change<S> schedule(String timer, Instant at, Call<?> call) {
    return new Change<>(parts().with(new ScheduleAt(timer, at, commanding(call))));
  }

  @Override
  public Change<S> cancel(String timer) {
    return new Change<>(parts().with(new Cancel(timer)));
  }
}
