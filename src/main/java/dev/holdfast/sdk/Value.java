package dev.holdfast.sdk;

/**
 * A service whose state is replaced as a whole; the platform journals each change as an event of
 * its own, so its past can be read all the same. The record is the state.
 *
 * @param <S> the record itself
 */
public interface Value<S extends Value<S>> {
  /** Replaces the state. */
  default Change<S> save(S next) {
    return Change.saved(next);
  }

  /** Goes back to the state before the first change. */
  default Change<S> clear() {
    return Change.cleared();
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
