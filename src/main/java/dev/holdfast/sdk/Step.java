package dev.holdfast.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One step of a {@link Workflow} as data: a call to make, a signal to wait for, or a time to sleep.
 *
 * <p>When a step fails for good, is rejected or is late, the finished steps are undone, last first.
 *
 * @param <S> the workflow
 * @param <R> the step's result
 */
public final class Step<S, R> {
  private final Parts<S, R> parts;

  private Step(Parts<S, R> parts) {
    this.parts = parts;
  }

  static <S, R> Step<S, R> calling(String name, Function<? super S, Call<R>> call) {
    return new Step<>(Parts.<S, R>named(name).calling(call));
  }

  static <S, R> Step<S, R> waiting(String signal, Class<R> type) {
    return new Step<>(Parts.<S, R>named(signal).waiting(type));
  }

  static <S> Step<S, Void> sleeping(String name, Duration time) {
    return new Step<>(Parts.<S, Void>named(name).sleeping(time));
  }

  /** Puts the result into the state. */
  public Step<S, R> then(BiFunction<? super S, ? super R, ? extends S> change) {
    return new Step<>(parts.then(change));
  }

  /** What takes the finished step back. */
  public Step<S, R> undo(BiFunction<? super S, ? super R, ? extends Call<?>> call) {
    return new Step<>(parts.undo(call));
  }

  /** How long it may take, all tries together. */
  public Step<S, R> within(Duration time) {
    return new Step<>(parts.within(time));
  }

  /** How often it is tried before it has failed for good. */
  public Step<S, R> tries(int count) {
    return new Step<>(parts.tries(count));
  }

  /** Skips the step unless this holds. */
  public Step<S, R> when(Predicate<? super S> condition) {
    return new Step<>(parts.when(condition));
  }

  public String name() {
    return parts.name;
  }

  /** The call this step makes in a state; empty if it waits or sleeps. */
  public Optional<Call<R>> callIn(S state) {
    return parts.call.map(call -> call.apply(state));
  }

  /** The type of the signal it waits for, if it does. */
  public Optional<Class<R>> signal() {
    return parts.signal;
  }

  /** How long it sleeps, if it does. */
  public Optional<Duration> sleep() {
    return parts.sleep;
  }

  /** The state after the step. */
  public S stateAfter(S state, R result) {
    return parts.then.isPresent() ? parts.then.get().apply(state, result) : state;
  }

  /** The call that takes the step back, if it can be. */
  public Optional<Call<?>> undoIn(S state, R result) {
    return parts.undo.map(undo -> undo.apply(state, result));
  }

  public Optional<Duration> limit() {
    return parts.within;
  }

  public OptionalInt tries() {
    return parts.tries;
  }

  /** Whether the step is made in this state. */
  public boolean appliesIn(S state) {
    return parts.when.isEmpty() || parts.when.get().test(state);
  }

  /** The author's functions, for checks that they depend on nothing but their arguments. */
  public List<Object> functions() {
    return Stream.of(parts.call, parts.then, parts.undo, parts.when)
        .<Object>flatMap(Optional::stream)
        .toList();
  }

  private record Parts<S, R>(
      String name,
      Optional<Function<? super S, Call<R>>> call,
      Optional<Class<R>> signal,
      Optional<Duration> sleep,
      Optional<BiFunction<? super S, ? super R, ? extends S>> then,
      Optional<BiFunction<? super S, ? super R, ? extends Call<?>>> undo,
      Optional<Duration> within,
      OptionalInt tries,
      Optional<Predicate<? super S>> when) {

    static <S, R> Parts<S, R> named(String name) {
      return new Parts<>(
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty());
    }

    Parts<S, R> calling(Function<? super S, Call<R>> it) {
      return new Parts<>(name, Optional.of(it), signal, sleep, then, undo, within, tries, when);
    }

    Parts<S, R> waiting(Class<R> it) {
      return new Parts<>(name, call, Optional.of(it), sleep, then, undo, within, tries, when);
    }

    Parts<S, R> sleeping(Duration it) {
      return new Parts<>(name, call, signal, Optional.of(it), then, undo, within, tries, when);
    }

    Parts<S, R> then(BiFunction<? super S, ? super R, ? extends S> it) {
      return new Parts<>(name, call, signal, sleep, Optional.of(it), undo, within, tries, when);
    }

    Parts<S, R> undo(BiFunction<? super S, ? super R, ? extends Call<?>> it) {
      return new Parts<>(name, call, signal, sleep, then, Optional.of(it), within, tries, when);
    }

    Parts<S, R> within(Duration it) {
      return new Parts<>(name, call, signal, sleep, then, undo, Optional.of(it), tries, when);
    }

    Parts<S, R> tries(int it) {
      return new Parts<>(name, call, signal, sleep, then, undo, within, OptionalInt.of(it), when);
    }

    Parts<S, R> when(Predicate<? super S> it) {
      return new Parts<>(name, call, signal, sleep, then, undo, within, tries, Optional.of(it));
    }
  }
}
