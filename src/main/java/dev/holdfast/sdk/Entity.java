package dev.holdfast.sdk;

import java.util.ArrayList;
import java.util.List;

/**
 * A service whose state is folded from events. The record is the state; {@link #apply} says what an
 * event does to it; a method that returns an {@link Effect} is a command.
 *
 * <p>Invariant: the state is never changed, only replaced by what {@code apply} returns.
 *
 * @param <S> the record itself
 * @param <E> its events: a sealed interface of records, or one record
 */
public interface Entity<S extends Entity<S, E>, E> {
  /** The state after an event. Pure: no clock, no chance, no input or output. */
  S apply(E event);

  /** Journals events, then folds them into the state. */
  @SuppressWarnings("unchecked") // The array is only read, as a list of E.
  default Change<S> persist(E event, E... more) {
    if (more.length == 0) {
      return Change.events(List.of(event));
    }
    var events = new ArrayList<E>(more.length + 1);
    events.add(event);
    events.addAll(List.of(more));
    return Change.events(events);
  }

  /** Journals as many events as there are; none changes nothing. */
  default Change<S> persist(List<? extends E> events) {
    return Change.events(events);
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
