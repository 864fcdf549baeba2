package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.Upcast;
import dev.holdfast.sdk.View;
import dev.holdfast.sdk.Wire;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import dev.holdfast.sdk.binding.json.Codecs;
import dev.holdfast.sdk.binding.json.JsonCodec;
import dev.holdfast.sdk.binding.json.TypeFault;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the types of events of one service, and the older shapes it still understands. */
final class EventReader {
  private final Class<?> service;
  private final Kind kind;
  private final Codecs codecs;
  private final List<String> faults;

  EventReader(Class<?> service, Kind kind, Codecs codecs, List<String> faults) {
    this.service = service;
    this.kind = kind;
    this.codecs = codecs;
    this.faults = faults;
  }

  EventFamily read(Object empty) {
    var family = new EventFamily(empty);
    Map<Class<?>, String> types = types();
    Map<String, Map<Integer, JsonCodec>> older = older(types);
    types.forEach(
        (type, name) -> {
          Map<Integer, JsonCodec> shapes = older.getOrDefault(name, Map.of());
          var event = new EventBinding(name, version(type), codec(type), shapes);
          if (!family.add(type, event)) {
            faults.add(
                "%s has two types of events named %s. Rename one, or give it a name with @Wire."
                    .formatted(service.getSimpleName(), name));
          }
          if (shapes.containsKey(event.version())) {
            faults.add(
                "%s: %s is version %d, and so is an Upcast to it. Write @Wire(version = %d) on %s."
                    .formatted(
                        service.getSimpleName(),
                        name,
                        event.version(),
                        event.version() + 1,
                        type.getSimpleName()));
          }
        });
    return family;
  }

  /** Today's types of events with their wire names. */
  private Map<Class<?>, String> types() {
    var types = new LinkedHashMap<Class<?>, String>();
    switch (kind) {
      case ENTITY -> eventsOf(Entity.class).ifPresent(family -> collect(family, types));
      case VIEW -> eventsOf(View.class).ifPresent(family -> collect(family, types));
      case VALUE, WORKFLOW -> {
        types.put(service, EventFamily.SAVED);
        types.put(EventFamily.Cleared.class, EventFamily.CLEARED);
      }
      case STATELESS -> {}
    }
    return types;
  }

  private Optional<Class<?>> eventsOf(Class<?> shape) {
    for (Type implemented : service.getGenericInterfaces()) {
      if (implemented instanceof ParameterizedType generic && generic.getRawType() == shape) {
        Type events = generic.getActualTypeArguments()[1];
        if (events instanceof Class<?> family) {
          return Optional.of(family);
        }
      }
    }
    faults.add(
        "%s does not say what its events are. Let it implement %s<%s, Event> itself."
            .formatted(service.getSimpleName(), shape.getSimpleName(), service.getSimpleName()));
    return Optional.empty();
  }

  private void collect(Class<?> family, Map<Class<?>, String> types) {
    if (family.isRecord()) {
      types.put(family, wireName(family));
    } else if (family.isInterface() && family.isSealed()) {
      for (Class<?> member : family.getPermittedSubclasses()) {
        collect(member, types);
      }
    } else {
      faults.add(
          "%s has events of type %s, which is no record. Let them be records of a sealed interface."
              .formatted(service.getSimpleName(), family.getSimpleName()));
    }
  }

  private JsonCodec codec(Class<?> type) {
    var typeFaults = new ArrayList<TypeFault>();
    JsonCodec codec = codecs.codec(type, typeFaults);
    for (TypeFault fault : typeFaults) {
      faults.add(fault.of(ServiceReader.member(type.getSimpleName(), fault)));
    }
    return codec;
  }

  private Map<String, Map<Integer, JsonCodec>> older(Map<Class<?>, String> types) {
    var older = new TreeMap<String, Map<Integer, JsonCodec>>();
    for (Class<?> nested : service.getDeclaredClasses()) {
      if (Upcast.class.isAssignableFrom(nested) && isUpcast(nested)) {
        String name = kind == Kind.VALUE ? EventFamily.SAVED : wireName(nested);
        if (!types.containsValue(name)) {
          faults.add(
              "%s.%s is an Upcast to %s, which is no event. Name the event: @Wire(name = …)."
                  .formatted(service.getSimpleName(), nested.getSimpleName(), name));
        }
        var shapes = older.computeIfAbsent(name, _ -> new TreeMap<>());
        if (shapes.put(version(nested), codec(nested)) != null) {
          faults.add(
              "%s has two Upcasts from %s version %d."
                  .formatted(service.getSimpleName(), name, version(nested)));
        }
      }
    }
    return older;
  }

  private boolean isUpcast(Class<?> nested) {
    String who = service.getSimpleName() + "." + nested.getSimpleName();
    if (!nested.isRecord()) {
      faults.add(who + " must be a record: it is the old shape of an event.");
      return false;
    }
    boolean implemented = false;
    for (var method : nested.getDeclaredMethods()) {
      String name = method.getName();
      implemented |= name.equals("upcast") || name.equals("upcasts");
    }
    if (!implemented) {
      faults.add(who + " must implement upcast() or upcasts(): what is it today?");
    }
    return implemented;
  }

  private static String wireName(Class<?> type) {
    Wire wire = type.getAnnotation(Wire.class);
    return wire == null || wire.name().isEmpty() ? type.getSimpleName() : wire.name();
  }

  private static int version(Class<?> type) {
    Wire wire = type.getAnnotation(Wire.class);
    return wire == null ? 1 : wire.version();
  }
}
