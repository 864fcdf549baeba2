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
import java.util.List;

/**
 * Turns classes into services. It either binds all of them or says everything that is wrong with
 * all of them; nothing of a service has run by then but its empty constructor and {@code steps()}.
 */
public final class Binder {
  private final Capabilities capabilities;
  private final JsonLimits limits;
  private final TriggerBinding.Syntax syntax;

  public Binder(Capabilities capabilities, JsonLimits limits) {
    this(capabilities, limits, TriggerBinding.Syntax.ANY);
  }

  public Binder(Capabilities capabilities, JsonLimits limits, TriggerBinding.Syntax syntax) {
    this.capabilities = capabilities;
    this.limits = limits;
    this.syntax = syntax;
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
    var reading = new Reading(capabilities, syntax);
    List<String> faults = reading.faults();
    var services = new ArrayList<ServiceBinding>();
    for (Class<?> type : types) {
      new ServiceReader(type, limits, reading).read().ifPresent(services::add);
    }
    faults.addAll(new UseReader(capabilities).read(types));
    faults.addAll(reading.addresses().faults());
    if (!faults.isEmpty()) {
      throw new InvalidService(faults);
    }
    return List.copyOf(services);
  }
}
