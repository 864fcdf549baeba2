package dev.holdfast.sdk.binding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names and routes of all services that are bound together, whatever else is wrong with them,
 * and what is there twice.
 */
final class Addresses {
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Declared> routes = new HashMap<>();
  private final List<String> sameNames = new ArrayList<>();
  private final List<String> sameRoutes = new ArrayList<>();

  private record Declared(String who, RouteBinding route) {
    @Override
    public String toString() {
      return route.method() + " " + route.path() + " in " + who;
    }
  }

  void name(Class<?> type, String name) {
    String other = names.putIfAbsent(name, type.getSimpleName());
    if (other != null) {
      sameNames.add(
          "%s and %s are both named \"%s\". A name is one service's address."
              .formatted(other, type.getSimpleName(), name));
    }
  }

  void route(String who, RouteBinding route) {
    var declared = new Declared(who, route);
    Declared other = routes.putIfAbsent(route.shape(), declared);
    if (other != null) {
      sameRoutes.add("Two routes are the same: %s and %s.".formatted(other, declared));
    }
  }

  /** What is there twice: names first. */
  List<String> faults() {
    var faults = new ArrayList<>(sameNames);
    faults.addAll(sameRoutes);
    return faults;
  }
}
