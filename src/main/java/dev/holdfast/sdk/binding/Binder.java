package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Entity;
import dev.holdfast.sdk.InvalidService;
import dev.holdfast.sdk.Service;
import dev.holdfast.sdk.Stateless;
import dev.holdfast.sdk.Value;
import dev.holdfast.sdk.View;
import dev.holdfast.sdk.Workflow;
import dev.holdfast.sdk.binding.json.JsonLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns classes into services. It either binds all of them or says everything that is wrong with
 * all of them; nothing of a service has run by then but its empty constructor and {@code steps()}.
 */
public final class Binder {
  private final Capabilities capabilities;
  private final JsonLimits limits;

  public Binder(Capabilities capabilities, JsonLimits limits) {
    this.capabilities = capabilities;
    this.limits = limits;
  }

  /**
   * Whether a class is, or clearly should be, a service: those of a folder that are to be bound.
   */
  public static boolean isService(Class<?> type) {
    return !type.isInterface()
        && (type.isAnnotationPresent(Service.class)
            || Entity.class.isAssignableFrom(type)
            || Value.class.isAssignableFrom(type)
            || Stateless.class.isAssignableFrom(type)
            || Workflow.class.isAssignableFrom(type)
            || View.class.isAssignableFrom(type));
  }

  /**
   * Binds services, in the order given.
   *
   * @throws InvalidService with every fault of every one of them
   */
  public List<ServiceBinding> bind(Collection<? extends Class<?>> types) {
    var faults = new ArrayList<String>();
    var services = new ArrayList<ServiceBinding>();
    for (Class<?> type : types) {
      new ServiceReader(type, capabilities, limits, faults).read().ifPresent(services::add);
    }
    demandDistinctNames(services, faults);
    demandDistinctRoutes(services, faults);
    if (!faults.isEmpty()) {
      throw new InvalidService(faults);
    }
    return List.copyOf(services);
  }

  private static void demandDistinctNames(List<ServiceBinding> services, List<String> faults) {
    Map<String, ServiceBinding> byName = new HashMap<>();
    for (ServiceBinding service : services) {
      ServiceBinding other = byName.putIfAbsent(service.name(), service);
      if (other != null) {
        faults.add(
            "%s and %s are both named \"%s\". A name is one service's address."
                .formatted(
                    other.type().getSimpleName(), service.type().getSimpleName(), service.name()));
      }
    }
  }

  private static void demandDistinctRoutes(List<ServiceBinding> services, List<String> faults) {
    Map<String, HandlerBinding> byShape = new HashMap<>();
    for (ServiceBinding service : services) {
      for (HandlerBinding handler : service.handlers()) {
        if (handler.route().isEmpty()) {
          continue;
        }
        HandlerBinding other = byShape.putIfAbsent(handler.route().get().shape(), handler);
        if (other != null) {
          faults.add(
              "Two routes are the same: %s in %s and %s in %s."
                  .formatted(written(other), other, written(handler), handler));
        }
      }
    }
  }

  private static String written(HandlerBinding handler) {
    return handler.route().map(route -> route.method() + " " + route.path()).orElse("");
  }
}
