package dev.holdfast.sdk.binding;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the platform that binds a service can do. All else is refused: at load where the code shows
 * it, else when a handler asks for it. This is the one place to turn something on.
 */
public record Capabilities(Set<Capability> available) {
  /** Events, values, calls and queries only. */
  public static final Capabilities CORE = new Capabilities(EnumSet.noneOf(Capability.class));

  /** What the platform of this release can do. */
  public static final Capabilities PLATFORM =
      new Capabilities(
          EnumSet.of(Capability.SENDS, Capability.TIMERS, Capability.TOPICS, Capability.SCHEDULES));

  public static final Capabilities ALL = new Capabilities(EnumSet.allOf(Capability.class));

  public Capabilities {
    available = Set.copyOf(available);
  }

  public boolean has(Capability capability) {
    return available.contains(capability);
  }
}
