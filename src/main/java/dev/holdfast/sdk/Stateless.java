package dev.holdfast.sdk;

/** A service without state: its record has no components and its handlers only compute and call. */
public interface Stateless {
  /** Is done and has nothing to say. */
  default Effect<Void> reply() {
    return Effect.replying();
  }

  /** Answers. */
  default <R> Effect<R> reply(R value) {
    return Effect.replying(value);
  }

  /** Refuses: nothing is written. */
  default <R> Effect<R> reject(Rejection problem, String detail) {
    return Effect.rejecting(problem, detail);
  }
}
