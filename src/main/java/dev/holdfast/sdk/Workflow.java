package dev.holdfast.sdk;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A service that works through a list of durable steps. The record is what the steps know; the list
 * is data, so nothing of it is run again to find out where an instance stood.
 *
 * @param <S> the record itself
 */
public interface Workflow<S extends Workflow<S>> {
  /** The steps in order, read once from the empty state: they must not read its fields. */
  List<Step<S, ?>> steps();

  /** Begins with the first step. */
  default Change<S> start(S state) {
    return Change.saved(state);
  }

  /** A step that makes a call; the answer is its result. */
  default <R> Step<S, R> step(String name, Function<? super S, Call<R>> call) {
    return Step.calling(name, call);
  }

  /** A step that waits until it is told: a signal is a command of its name. */
  default <R> Step<S, R> waitFor(String signal, Class<R> type) {
    return Step.waiting(signal, type);
  }

  /** A step that only lets time pass. */
  default Step<S, Void> sleep(String name, Duration time) {
    return Step.sleeping(name, time);
  }

  /** Is done and has nothing to say. */
  default Effect<Void> reply() {
    return Effect.replying();
  }

  /** Answers and changes nothing. */
  default <R> Effect<R> reply(R value) {
    return Effect.replying(value);
  }

  /** Refuses: nothing is written. */
  default <R> Effect<R> reject(Rejection problem, String detail) {
    return Effect.rejecting(problem, detail);
  }
}
