package dev.holdfast.sdk.binding;

import dev.holdfast.sdk.Route;
import dev.holdfast.sdk.binding.ServiceBinding.Identity;
import dev.holdfast.sdk.binding.ServiceBinding.Kind;
import dev.holdfast.sdk.binding.json.ArgumentCodec;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the route of a handler, and sees that everything it names has somewhere to go. */
final class RouteReader {
  /** What the platform's own paths begin with. */
  private static final Set<String> RESERVED =
      Set.of("v1", "health", "metrics", "problems", "openapi.json", "console");

  private final Identity service;
  private final Addresses addresses;
  private final List<String> faults;

  RouteReader(Identity service, Addresses addresses, List<String> faults) {
    this.service = service;
    this.addresses = addresses;
    this.faults = faults;
  }

  /** Notes the route of a handler that may turn out to have faults of other kinds. */
  void declare(String who, Method method) {
    Route route = method.getAnnotation(Route.class);
    if (route != null) {
      RouteBinding.parse(route.value(), hasInstances())
          .ifPresent(declared -> addresses.route(who, declared));
    }
  }

  private boolean hasInstances() {
    return service.kind() != Kind.STATELESS;
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
    Optional<RouteBinding> read = RouteBinding.parse(route.value(), hasInstances());
    if (read.isEmpty()) {
      faults.add(
          who
              + " has the route \""
              + route.value()
              + "\", which cannot be read. Write a method, a"
              + " space and a path, such as \"GET /carts/{id}/items?from=\".");
    } else {
      demandFree(who, read.get());
      check(who, read.get(), argument);
    }
    return read;
  }

  private void demandFree(String who, RouteBinding route) {
    String first = route.path().split("/", 3)[1];
    if (RESERVED.contains(first)) {
      faults.add(
          "%s has the route \"%s %s\", but all paths under /%s are the platform's own."
                  .formatted(who, route.method(), route.path(), first)
              + " Choose another beginning.");
    }
  }

  private void check(String who, RouteBinding route, Optional<ArgumentCodec> argument) {
    if (hasInstances() && route.id().isEmpty()) {
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
