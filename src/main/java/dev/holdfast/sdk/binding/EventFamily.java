package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Effect;
import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All events of one service, and what they do to its state.
 *
 * <p>The events of an {@link Entity} are the author's. Where the state is replaced as a whole the
 * platform has two of its own: {@code Saved} with the new state, and {@code Cleared}.
 */
final class EventFamily {
  static final String SAVED = "Saved";
  static final String CLEARED = "Cleared";

  private final Object empty;
  private final Map<String, EventBinding> byName = new TreeMap<>();
  private final Map<Class<?>, EventBinding> byClass = new HashMap<>();

  /** The platform's event that puts back the empty state. */
  record Cleared() {}

  EventFamily(Object empty) {
    this.empty = empty;
  }

  /** Adds a type of event; false if its name is taken. */
  boolean add(Class<?> type, EventBinding event) {
    byClass.put(type, event);
    return byName.putIfAbsent(event.type(), event) == null;
  }

  Collection<EventBinding> all() {
    return byName.values();
  }

  /** The events by which an effect changes the state. */
  List<?> of(Effect<?> effect) {
    if (effect.clears()) {
      return List.of(new Cleared());
    }
    return effect.next().isPresent() ? List.of(effect.next().get()) : effect.events();
  }

  EncodedEvent encode(Object event) {
    EventBinding binding = byClass.get(event.getClass());
    if (binding == null) {
      throw new HandlerFailed(event.getClass().getSimpleName() + " is no event of this service.");
    }
    return binding.encode(event);
  }

  List<?> read(String type, int version, byte[] json) {
    EventBinding binding = byName.get(type);
    if (binding == null) {
      throw new HandlerFailed("event " + type + " is not known to this version of the service.");
    }
    return binding
        .read(version, json)
        .orElseThrow(
            () ->
                new HandlerFailed(
                    "event "
                        + type
                        + " version "
                        + version
                        + " is not known to this version of the"
                        + " service; it reads "
                        + binding.version()
                        + (binding.upcasts().isEmpty() ? "." : " and " + binding.upcasts() + ".")));
  }

  Object apply(Object state, Object event) {
    return switch (state) {
      case Entity<?, ?> entity -> applied(entity, event);
      case View<?, ?> view -> applied(view, event);
      default -> event instanceof Cleared ? empty : event;
    };
  }

  @SuppressWarnings("unchecked") // Events of the family are of the service's type of events.
  private static Object applied(Entity<?, ?> entity, Object event) {
    return notNull(((Entity<?, Object>) entity).apply(event), event);
  }

  @SuppressWarnings("unchecked") // As above.
  private static Object applied(View<?, ?> view, Object event) {
    return notNull(((View<?, Object>) view).apply(event), event);
  }

  @SuppressWarnings("ConstantValue") // Authors need not have null checks in their builds.
  private static Object notNull(Object next, Object event) {
    if (next == null) {
      throw new IllegalStateException("null for " + event.getClass().getSimpleName());
    }
    return next;
  }
}
