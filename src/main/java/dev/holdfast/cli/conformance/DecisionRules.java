package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What an answer to {@code decide} may hold by the description of its handler. */
final class DecisionRules {
  private static final List<String> OWN =
      List.of("invalid-argument", "invalid-json", "unknown-handler");

  private final Schemas schemas;
  private final Described.Handler handler;

  DecisionRules(Schemas schemas, Described.Handler handler) {
    this.schemas = schemas;
    this.handler = handler;
  }

  /** Demands all of it of an answer that fits its schema and is in its plain form. */
  void demand(String request, JsonNode answer) throws Unmet {
    demand(!answer.has("missing"), request, answer, "no missing: the state was sent");
    if (handler.isQuery()) {
      for (String part : List.of("events", "sends", "publishes", "timers")) {
        demand(!answer.has(part), request, answer, "a query without " + part);
      }
    } else {
      demand(!answer.has("nothing"), request, answer, "a command that does not find nothing");
    }
    if (answer.has("problem")) {
      problem(request, answer);
    } else if (answer.has("reply")) {
      decided(request, answer);
    }
  }

  private static void demand(boolean holds, String request, JsonNode answer, String what)
      throws Unmet {
    if (!holds) {
      throw new Unmet(request, what, answer.toString());
    }
  }

  private void problem(String request, JsonNode answer) throws Unmet {
    JsonNode problem = answer.path("problem");
    String code = problem.path("code").asText();
    demand(
        !OWN.contains(code) || problem.has("service"),
        request,
        answer,
        "no " + code + ": the argument fits what the handler says it takes");
    if (problem.has("service") || handler.isQuery()) {
      return;
    }
    for (JsonNode listed : handler.node().path("rejections")) {
      if (listed.path("code").asText().equals(code)) {
        demand(
            listed.path("status").asInt() == problem.path("status").asInt(),
            request,
            answer,
            "the status %s of %s, as listed".formatted(listed.path("status"), code));
        return;
      }
    }
    throw new Unmet(
        request, "a rejection that discover lists for " + handler.who(), answer.toString());
  }

  private void decided(String request, JsonNode answer) throws Unmet {
    if (handler.node().has("reply")) {
      Optional<String> fault = schemas.fault(handler.node().path("reply"), answer.path("reply"));
      demand(fault.isEmpty(), request, answer, "a reply as described: " + fault.orElse(""));
    }
    if (handler.isQuery()) {
      return;
    }
    if (!handler.service().hasState()) {
      for (String part : List.of("events", "state", "sends", "publishes", "timers")) {
        demand(!answer.has(part), request, answer, "a stateless service without " + part);
      }
      return;
    }
    demand(answer.has("state"), request, answer, "the state, which was wanted");
    Optional<String> fault =
        schemas.fault(handler.service().node().path("state"), answer.path("state"));
    demand(fault.isEmpty(), request, answer, "a state as described: " + fault.orElse(""));
    for (JsonNode event : answer.path("events")) {
      event(request, answer, event);
    }
  }

  private void event(String request, JsonNode answer, JsonNode event) throws Unmet {
    String type = event.path("type").asText();
    int version = event.path("version").asInt();
    Optional<JsonNode> listed = handler.service().event(type, version);
    demand(
        listed.isPresent(), request, answer, "no %s %d: it is not listed".formatted(type, version));
    if (listed.isPresent()) {
      Optional<String> fault = schemas.fault(listed.get().path("schema"), event.path("data"));
      demand(fault.isEmpty(), request, answer, type + " as described: " + fault.orElse(""));
    }
  }
}
