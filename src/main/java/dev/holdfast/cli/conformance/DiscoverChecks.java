package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.cli.client.JsonText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a function says about itself. */
final class DiscoverChecks {
  private static final List<String> RESERVED =
      List.of("v1", "health", "metrics", "problems", "openapi.json", "console");

  private final Function function;
  private final Schemas schemas;

  DiscoverChecks(Function function, Schemas schemas) {
    this.function = function;
    this.schemas = schemas;
  }

  List<Check> all() {
    return List.of(
        new Check("discover answers as its schema says", this::fits),
        new Check("discover says the same each time, whatever else it is told", this::same),
        new Check("no name is there twice", this::names),
        new Check("the empty state fits the schema of states", this::empty),
        new Check("each schema is one that values can be checked by", this::useful),
        new Check("upcasts are of versions before today's", this::upcasts),
        new Check("a value lists its events Saved and Cleared", this::values),
        new Check("routes are of nobody else and may be called by somebody", this::routes));
  }

  /** The description; absent if it does not fit its schema, so that nothing can be built on it. */
  Optional<Described> described() {
    try {
      return Optional.of(new Described(fits()));
    } catch (Unmet unmet) {
      return Optional.empty();
    }
  }

  private Said ask() throws Unmet {
    return function.ask("discover", JsonText.object());
  }

  private JsonNode fits() throws Unmet {
    Said said = ask();
    JsonNode answer = said.ok();
    schemas.demand("discover-answer", answer, said);
    return answer;
  }

  private void same() throws Unmet {
    JsonNode first = fits();
    Said again = function.ask("discover", JsonText.object().put("later", true));
    if (!Alike.are(first, again.ok())) {
      throw again.not(first.toString());
    }
  }

  private void names() throws Unmet {
    Said said = ask();
    Set<String> names = new HashSet<>();
    for (Described.Service service : described(said)) {
      demand(names.add(service.name()), said, "one service named " + service.name());
      Set<String> within = new HashSet<>();
      for (Described.Handler handler : service.handlers()) {
        demand(within.add(handler.name()), said, "one handler named " + handler.who());
        demand(
            !handler.name().equals("events") || !service.hasState(),
            said,
            "no handler named events, which is the journal of an instance");
      }
      for (JsonNode event : service.node().path("events")) {
        String type = event.path("type").asText();
        demand(within.add(type), said, "one event of " + service.name() + " named " + type);
      }
    }
  }

  private List<Described.Service> described(Said said) throws Unmet {
    JsonNode answer = said.ok();
    schemas.demand("discover-answer", answer, said);
    return new Described(answer).services();
  }

  private static void demand(boolean holds, Said said, String what) throws Unmet {
    if (!holds) {
      throw said.not(what);
    }
  }

  private void empty() throws Unmet {
    Said said = ask();
    for (Described.Service service : described(said)) {
      if (service.hasState()) {
        Optional<String> fault =
            schemas.fault(service.node().path("state"), service.node().path("empty"));
        if (fault.isPresent()) {
          throw said.not("an empty state of " + service.name() + " that fits: " + fault.get());
        }
      }
    }
  }

  /** A value that is made from a schema fits it: else one of both is wrong. */
  private void useful() throws Unmet {
    Said said = ask();
    for (Described.Service service : described(said)) {
      for (Described.Handler handler : service.handlers()) {
        if (handler.argument().isPresent()) {
          useful(said, handler.who(), handler.argument().get());
        }
      }
      for (JsonNode event : service.node().path("events")) {
        useful(said, service.name() + " " + event.path("type").asText(), event.path("schema"));
      }
    }
  }

  private void useful(Said said, String who, JsonNode schema) throws Unmet {
    Optional<JsonNode> value = new Examples(schema).fitting();
    if (value.isPresent()) {
      Optional<String> fault = schemas.fault(schema, value.get());
      if (fault.isPresent()) {
        throw said.not("a schema of " + who + " that " + value.get() + " fits: " + fault.get());
      }
    }
  }

  private void upcasts() throws Unmet {
    Said said = ask();
    for (Described.Service service : described(said)) {
      for (JsonNode event : service.node().path("events")) {
        for (JsonNode older : event.path("upcasts")) {
          demand(
              older.asInt() < event.path("version").asInt(),
              said,
              "upcasts of %s from versions before %d"
                  .formatted(event.path("type").asText(), event.path("version").asInt()));
        }
      }
    }
  }

  private void values() throws Unmet {
    Said said = ask();
    for (Described.Service service : described(said)) {
      if (service.kind().equals("value")) {
        Set<String> types = new HashSet<>();
        service.node().path("events").forEach(event -> types.add(event.path("type").asText()));
        demand(
            types.equals(Set.of("Saved", "Cleared")),
            said,
            "the events Saved and Cleared of the value " + service.name());
      }
    }
  }

  private void routes() throws Unmet {
    Said said = ask();
    Set<String> shapes = new HashSet<>();
    for (Described.Service service : described(said)) {
      for (Described.Handler handler : service.handlers()) {
        String route = handler.node().path("route").asText();
        if (route.isEmpty()) {
          continue;
        }
        String first = route.replaceFirst("^[A-Z]+ /", "").split("[/?]", 2)[0];
        demand(!RESERVED.contains(first), said, "no route under /" + first);
        demand(
            handler.node().path("allow").size() > 0,
            said,
            "somebody who may call " + handler.who() + ", since it has a route");
        demand(
            !service.hasState() || route.contains("{"),
            said,
            "a route of " + handler.who() + " that names an instance");
        demand(
            shapes.add(route.replaceAll("\\{[^}]*}", "{}").replaceFirst("\\?.*", "")),
            said,
            "one handler with the route " + route);
      }
    }
  }
}
