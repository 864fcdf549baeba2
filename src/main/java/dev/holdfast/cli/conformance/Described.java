package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a function said about itself, which fits the schema. */
public record Described(JsonNode answer) {
  public boolean keepsStates() {
    return answer.path("keepsStates").asBoolean();
  }

  List<Service> services() {
    var services = new ArrayList<Service>();
    answer.path("services").forEach(node -> services.add(new Service(node)));
    return services;
  }

  public Optional<Service> service(String name) {
    return services().stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** One of its services. */
  public record Service(JsonNode node) {
    String name() {
      return node.path("service").asText();
    }

    String kind() {
      return node.path("kind").asText();
    }

    boolean hasState() {
      return !kind().equals("stateless");
    }

    List<Handler> handlers() {
      var handlers = new ArrayList<Handler>();
      node.path("handlers").forEach(handler -> handlers.add(new Handler(this, handler)));
      return handlers;
    }

    /** How events of a type are described; absent if it has none of this type and version. */
    Optional<JsonNode> event(String type, int version) {
      for (JsonNode event : node.path("events")) {
        if (event.path("type").asText().equals(type) && event.path("version").asInt() == version) {
          return Optional.of(event);
        }
      }
      return Optional.empty();
    }
  }

  /** One handler of a service. */
  record Handler(Service service, JsonNode node) {
    String name() {
      return node.path("name").asText();
    }

    String who() {
      return service.name() + "." + name();
    }

    boolean isQuery() {
      return node.path("kind").asText().equals("query");
    }

    Optional<JsonNode> argument() {
      return Optional.ofNullable(node.get("argument"));
    }
  }
}
