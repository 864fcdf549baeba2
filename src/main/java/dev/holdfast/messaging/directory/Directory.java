package dev.holdfast.messaging.directory;

import dev.holdfast.messaging.Outlet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be delivered to whom, at one moment; replaced as a whole when something changes.
 *
 * @param version rises with every change
 * @param subscriptions of services that are deployed here and of outlets
 * @param pausedServices to which nothing is delivered
 * @param outlets by their name
 * @param calendars of services that are deployed here
 */
public record Directory(
    long version,
    List<Subscription> subscriptions,
    Set<String> services,
    Set<String> pausedServices,
    Map<String, Outlet> outlets,
    List<Calendar> calendars) {
  public static final Directory NOTHING =
      new Directory(0, List.of(), Set.of(), Set.of(), Map.of(), List.of());

  public Directory {
    subscriptions = List.copyOf(subscriptions);
    services = Set.copyOf(services);
    pausedServices = Set.copyOf(pausedServices);
    outlets = Map.copyOf(outlets);
    calendars = List.copyOf(calendars);
  }
}
