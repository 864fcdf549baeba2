package dev.holdfast.sdk;

import java.util.List;

/**
 * An older shape of an event that can turn itself into today's. It carries {@link Wire} with the
 * event's name and the old version, and implements one of the two methods.
 *
 * <pre>{@code
 * @Wire(name = "ItemAdded", version = 1)
 * record ItemAddedV1(String sku, int count) implements Upcast<Event> {
 *   public Event upcast() { return new ItemAdded(new Line(sku, count, 0)); }
 * }
 * }</pre>
 *
 * @param <E> the events of the service; for a {@link Value} its state
 */
public interface Upcast<E> {
  /** The one event of today that says the same. */
  default E upcast() {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " has no upcast()");
  }

  /** The events of today that say the same together: several, or none. */
  default List<E> upcasts() {
    return List.of(upcast());
  }
}
