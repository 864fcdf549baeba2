package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Handler;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The OpenAPI 3.1 document of a set of services, written from their descriptions alone.
 *
 * <p>Invariant: every handler stands at its own path {@code /v1/services/…} and, if it declares a
 * route, there as well; every reference leads to something in the document.
 */
public final class OpenApi {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode document = MAPPER.createObjectNode();
  private final ObjectNode paths;
  private final Components components;

  /** Paths by their form, because two that differ in names of variables alone are one. */
  private final Map<String, String> templates = new HashMap<>();

  private OpenApi() {
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Holdfast")
        .put("version", "1")
        .put("summary", "The services of this node and the platform's own paths.");
    document.putArray("servers").addObject().put("url", "/");
    this.paths = document.putObject("paths");
    this.components = new Components(document.putObject("components"));
  }

  /**
   * Writes the document.
   *
   * @param shown which handlers the reader may know of
   * @param operator whether the reader may use the platform's own paths
   */
  public static Json of(
      Collection<ServiceDescription> services, Predicate<Handler> shown, boolean operator) {
    var api = new OpenApi();
    for (ServiceDescription service : services) {
      for (Handler handler : service.handlers()) {
        if (shown.test(handler)) {
          api.add(service, handler);
        }
      }
    }
    PlatformPaths.add(api.paths, operator);
    return Json.of(api.document.toString());
  }

  private void add(ServiceDescription service, Handler handler) {
    boolean stateless = service.kind() == ServiceDescription.Kind.STATELESS;
    String base = "/v1/services/" + service.service() + (stateless ? "/" : "/{id}/");
    String name = service.service() + "." + handler.name();
    var operation = new HandlerOperation(service, handler, components);
    if (handler.query()) {
      operation.write(at(base + handler.name(), "get"), base + handler.name(), "get", name);
    } else {
      operation.write(at(base + handler.name(), "post"), base + handler.name(), "post", name);
    }
    handler.route().ifPresent(route -> declared(operation, route, name + ".route"));
  }

  private void declared(HandlerOperation operation, String route, String name) {
    int space = route.indexOf(' ');
    int question = route.indexOf('?');
    String path = question < 0 ? route.substring(space + 1) : route.substring(space + 1, question);
    String method = route.substring(0, space).toLowerCase(java.util.Locale.ROOT);
    String form = path.replaceAll("\\{[^}]*}", "{}");
    String known = templates.putIfAbsent(form, path);
    if (known != null && !known.equals(path)) {
      operation = operation.renamed(path, known);
      path = known;
    }
    if (!paths.path(path).has(method)) {
      operation.write(at(path, method), path, method, name);
    }
  }

  private ObjectNode at(String path, String method) {
    ObjectNode item = paths.get(path) instanceof ObjectNode known ? known : paths.putObject(path);
    return item.putObject(method);
  }
}
