package dev.holdfast.sdk;

/**
 * A read model: one row for each instance of the source, folded from its events.
 *
 * @param <S> the record itself, which is the row
 * @param <E> the events of the source
 */
public interface View<S extends View<S, E>, E> {
  /** The row after an event. */
  S apply(E event);

  /** Whether the row stays; a row that does not is deleted. */
  default boolean keep() {
    return true;
  }
}
