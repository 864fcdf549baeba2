package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Handler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One handler as an OpenAPI operation, written once for each path that leads to it. */
final class HandlerOperation {
  private final ServiceDescription service;
  private final Handler handler;
  private final Components components;

  /** What the document calls variables of the declared route that are named otherwise there. */
  private final Map<String, String> names;

  HandlerOperation(ServiceDescription service, Handler handler, Components components) {
    this(service, handler, components, Map.of());
  }

  private HandlerOperation(
      ServiceDescription service,
      Handler handler,
      Components components,
      Map<String, String> names) {
    this.service = service;
    this.handler = handler;
    this.components = components;
    this.names = Map.copyOf(names);
  }

  /** The same for a path of the same form whose variables have other names. */
  HandlerOperation renamed(String path, String known) {
    var told = new HashMap<String, String>();
    List<String> own = variables(path);
    List<String> others = variables(known);
    for (int i = 0; i < own.size(); i++) {
      told.put(others.get(i), own.get(i));
    }
    return new HandlerOperation(service, handler, components, told);
  }

  void write(ObjectNode operation, String path, String method, String name) {
    operation.put("operationId", name);
    operation.putArray("tags").add(service.service());
    operation.put(
        "summary",
        (handler.query() ? "Query " : "Command ")
            + handler.name()
            + " of "
            + service.service()
            + ".");
    ArrayNode allow = operation.putArray("x-holdfast-allow");
    handler.allow().forEach(allow::add);
    if (handler.allow().contains("anyone")) {
      operation.putArray("security");
    } else {
      operation.putArray("security").addObject().putArray(Components.SECURITY);
    }
    ArrayNode parameters = operation.putArray("parameters");
    Set<String> filled = pathParameters(parameters, path);
    boolean body = !method.equals("get") && !method.equals("delete");
    if (!body) {
      queryParameters(parameters, filled);
    }
    headers(parameters);
    boolean scalarFilled = !filled.isEmpty() && properties().isEmpty();
    if (body && handler.argument().isPresent() && !scalarFilled) {
      requestBody(operation, filled);
    }
    new HandlerResponses(service, handler, components).write(operation.putObject("responses"));
  }

  private static List<String> variables(String path) {
    var variables = new ArrayList<String>();
    for (String segment : path.split("/", -1)) {
      if (segment.startsWith("{")) {
        variables.add(segment.substring(1, segment.length() - 1));
      }
    }
    return variables;
  }

  /** The variable that names the instance, by the rule of the routes; empty when none does. */
  private String idVariable(List<String> variables) {
    if (variables.contains("id")) {
      return "id";
    }
    boolean none = service.kind() == ServiceDescription.Kind.STATELESS || variables.isEmpty();
    return none ? "" : variables.getFirst();
  }

  private Optional<JsonNode> argument() {
    return handler.argument().map(Components::read);
  }

  private JsonNode properties() {
    return argument().map(OpenSchema::properties).orElseGet(OpenApi.MAPPER::createObjectNode);
  }

  /** Writes the variables of the path and answers which fields of the argument they fill. */
  private Set<String> pathParameters(ArrayNode parameters, String path) {
    var filled = new LinkedHashSet<String>();
    JsonNode properties = properties();
    List<String> variables = variables(path);
    String id = idVariable(variables);
    for (String variable : variables) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", variable).put("in", "path").put("required", true);
      String field = names.getOrDefault(variable, variable);
      if (properties.has(field)) {
        parameter.set("schema", fieldSchema(field));
        filled.add(field);
      } else if (!variable.equals(id) && handler.argument().isPresent()) {
        String place = argumentPlace();
        parameter.putObject("schema").put("$ref", place);
        filled.add(variable);
      } else {
        parameter.putObject("schema").put("type", "string").put("minLength", 1);
      }
    }
    return filled;
  }

  private ObjectNode fieldSchema(String field) {
    String argument = argumentPlace();
    String pointer = field.replace("~", "~0").replace("/", "~1");
    return OpenApi.MAPPER.createObjectNode().put("$ref", argument + "/properties/" + pointer);
  }

  private void queryParameters(ArrayNode parameters, Set<String> filled) {
    if (handler.argument().isEmpty()) {
      past(parameters);
      return;
    }
    JsonNode properties = properties();
    if (properties.isEmpty()) {
      if (filled.isEmpty()) {
        ObjectNode value = parameters.addObject();
        value.put("name", "value").put("in", "query");
        value.putObject("schema").put("$ref", argumentPlace());
      }
      past(parameters);
      return;
    }
    Set<String> required = OpenSchema.required(argument());
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (filled.contains(property.getKey())) {
        continue;
      }
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", property.getKey()).put("in", "query");
      parameter.put("required", required.contains(property.getKey()));
      parameter.set("schema", fieldSchema(property.getKey()));
    }
    if (!properties.has("at")) {
      past(parameters);
    }
  }

  private void past(ArrayNode parameters) {
    if (service.kind() != ServiceDescription.Kind.STATELESS && handler.query()) {
      parameters.addObject().put("$ref", "#/components/parameters/at");
    }
  }

  private void headers(ArrayNode parameters) {
    List<String> names =
        handler.query()
            ? List.of("Holdfast-Consistency", "Holdfast-Timeout", "Holdfast-Deadline")
            : List.of(
                "Idempotency-Key", "If-Match", "Prefer", "Holdfast-Timeout", "Holdfast-Deadline");
    for (String name : names) {
      parameters.addObject().put("$ref", "#/components/parameters/" + name);
    }
    parameters.addObject().put("$ref", "#/components/parameters/traceparent");
  }

  private void requestBody(ObjectNode operation, Set<String> filled) {
    ObjectNode body = operation.putObject("requestBody");
    String place = argumentPlace();
    if (filled.isEmpty()) {
      body.put("required", !OpenSchema.isNullable(argument()));
    } else {
      body.put("description", "Without the fields that the path fills: " + filled + ".");
    }
    ObjectNode json = body.putObject("content").putObject("application/json");
    if (filled.isEmpty()) {
      json.putObject("schema").put("$ref", place);
    } else {
      json.putObject("schema").put("type", "object");
    }
  }

  private String argumentPlace() {
    return components.schema(
        service.service(),
        schemaName(service, handler, "argument"),
        handler.argument().orElseThrow());
  }

  static String schemaName(ServiceDescription service, Handler handler, String what) {
    return service.service() + "." + handler.name() + "." + what;
  }
}
