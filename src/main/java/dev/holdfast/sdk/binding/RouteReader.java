package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.binding.ServiceBinding.Identity;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import dev.holdfast.sdk.binding.json.ArgumentCodec;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the route of a handler, and sees that everything it names has somewhere to go. */
final class RouteReader {
  private final Identity service;
  private final List<String> faults;

  RouteReader(Identity service, List<String> faults) {
    this.service = service;
    this.faults = faults;
  }

  Optional<RouteBinding> read(
      String who, Method method, Optional<ArgumentCodec> argument, List<String> rules) {
    Route route = method.getAnnotation(Route.class);
    if (route == null) {
      return Optional.empty();
    }
    if (rules.isEmpty()) {
      faults.add(
          who
              + " has a @Route but nobody may call it. Add @Allow(\"user\"), @Allow(\"anyone\") or"
              + " another rule to it or to "
              + service.type().getSimpleName()
              + ".");
    }
    boolean hasInstances = service.kind() != Kind.STATELESS;
    Optional<RouteBinding> read = RouteBinding.parse(route.value(), hasInstances);
    if (read.isEmpty()) {
      faults.add(
          who
              + " has the route \""
              + route.value()
              + "\", which cannot be read. Write a method, a"
              + " space and a path, such as \"GET /carts/{id}/items?from=\".");
    } else {
      check(who, read.get(), hasInstances, argument);
    }
    return read;
  }

  private void check(
      String who, RouteBinding route, boolean hasInstances, Optional<ArgumentCodec> argument) {
    if (hasInstances && route.id().isEmpty()) {
      faults.add(who + " has a @Route that names no instance. Put {id} into its path.");
    }
    var fills = new ArrayList<>(route.variables());
    fills.addAll(route.parameters());
    for (String variable : fills) {
      if (argument.isEmpty() || !argument.get().takes(variable)) {
        faults.add(
            who
                + " has a @Route with "
                + variable
                + ", but no argument with a field of that name."
                + " Add it, or remove it from the route.");
      }
    }
    if (fills.size() > 1 && argument.isPresent() && argument.get().isSingle()) {
      faults.add(
          who
              + " has a @Route with "
              + String.join(", ", fills)
              + ", but an argument that is one"
              + " value. Put them in a record.");
    }
  }
}
