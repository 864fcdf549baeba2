package dev.holdfast.edge;

import dev.holdfast.edge.openapi.OpenApi;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.services.Deployed;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be reached, worked out once for one set of deployed services.
 *
 * <p>Invariant: a directory never changes; when services change, the edge makes another.
 */
final class Directory {
  private final Deployed deployed;
  private final Map<String, Entry> services = new HashMap<>();
  private final RouteTree routes = new RouteTree();

  /** Documents by whether they are for operators. */
  private final Map<Boolean, Json> documents = new ConcurrentHashMap<>();

  /** A service with its endpoints by handler. */
  record Entry(ServiceDescription description, Map<String, Endpoint> endpoints) {
    boolean isStateless() {
      return description.kind() == ServiceDescription.Kind.STATELESS;
    }

    Optional<Endpoint> endpoint(String handler) {
      return Optional.ofNullable(endpoints.get(handler));
    }
  }

  Directory(Deployed deployed, EdgeSettings settings, EdgeMetrics metrics) {
    this.deployed = deployed;
    for (ServiceDescription service : deployed.descriptions()) {
      var endpoints = new TreeMap<String, Endpoint>();
      for (ServiceDescription.Handler handler : service.handlers()) {
        Endpoint endpoint = Endpoint.of(service, handler, settings, metrics);
        endpoints.put(handler.name(), endpoint);
        handler.route().ifPresent(route -> routes.add(endpoint, route));
      }
      services.put(service.service(), new Entry(service, endpoints));
    }
  }

  // Deployed is replaced as a whole, so identity tells all, at no cost a request.
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Deployed current) {
    return deployed == current;
  }

  Deployed deployed() {
    return deployed;
  }

  Optional<Entry> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  /** The OpenAPI document as the caller may see it; written when first asked for. */
  Json openApi(Caller caller) {
    boolean operator = caller.kind() == Caller.Kind.OPERATOR;
    return documents.computeIfAbsent(
        operator,
        all ->
            OpenApi.of(deployed.descriptions(), handler -> all || !handler.allow().isEmpty(), all));
  }

  RouteTree routes() {
    return routes;
  }
}
