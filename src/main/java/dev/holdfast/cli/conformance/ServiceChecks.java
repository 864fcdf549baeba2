package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One service, of which nothing is known but its description. */
final class ServiceChecks {
  private static final NullNode NULL = NullNode.instance;
  private static final int NEVER = 9999;
  private static final int AT_ONCE = 32;

  private final Function function;
  private final Schemas schemas;
  private final Described.Service service;

  ServiceChecks(Function function, Schemas schemas, Described.Service service) {
    this.function = function;
    this.schemas = schemas;
    this.service = service;
  }

  List<Check> all() {
    String name = service.name();
    var checks = new ArrayList<Check>();
    checks.add(new Check(name + " has no handler of an unknown name", this::unknownHandler));
    checks.add(new Check(name + " refuses a request that names nobody", this::unnamed));
    if (!service.hasState()) {
      checks.add(new Check(name + " has nothing to fold", this::statelessFold));
      return checks;
    }
    checks.add(new Check(name + " refuses to decide without a state", this::noState));
    checks.add(new Check(name + " fails with a state that does not fit", this::misfit));
    checks.add(new Check(name + " folds no instances", this::foldNone));
    checks.add(new Check(name + " folds no events to its empty state", this::foldNothing));
    checks.add(new Check(name + " tells of an event that it does not know", this::unknownEvent));
    checks.add(new Check(name + " tells of a version that it does not know", this::unknownVersion));
    checks.add(new Check(name + " refuses a fold without instances", this::foldMalformed));
    checks.add(new Check(name + " answers each of many requests at once", this::eachAtOnce));
    return checks;
  }

  private void unknownHandler() throws Unmet {
    Said said = function.ask("decide", Requests.decide(service, "neverHeardOf", NULL));
    ObjectNode problem = JsonText.object().put("code", "unknown-handler").put("status", 404);
    problem.put("detail", "…");
    JsonNode expected = JsonText.object().set("problem", problem);
    if (!Alike.are(expected, PlainAnswer.of(said.ok()))) {
      throw said.not(expected.toString());
    }
  }

  private void unnamed() throws Unmet {
    for (String name : List.of("service", "id", "handler")) {
      ObjectNode without = Requests.decide(service, "neverHeardOf", NULL);
      without.remove(name);
      function.ask("decide", without).refused(schemas, 400);
      ObjectNode number = Requests.decide(service, "neverHeardOf", NULL).put(name, 1);
      function.ask("decide", number).refused(schemas, 400);
    }
  }

  private void statelessFold() throws Unmet {
    function.ask("fold", Requests.fold(service.name())).refused(schemas, 400);
  }

  private Described.Handler some() throws NotHere {
    return service.handlers().stream()
        .filter(handler -> handler.argument().isEmpty())
        .findFirst()
        .or(() -> service.handlers().stream().findFirst())
        .orElseThrow(() -> new NotHere("it has no handler"));
  }

  private ObjectNode some(Described.Handler handler) throws NotHere {
    JsonNode argument =
        handler.argument().isEmpty()
            ? NULL
            : new Examples(handler.argument().get())
                .fitting()
                .orElseThrow(() -> new NotHere("no argument is known that it takes"));
    return Requests.decide(service, handler.name(), argument);
  }

  private void noState() throws Unmet, NotHere {
    ObjectNode without = some(some());
    without.remove("state");
    function.ask("decide", without).refused(schemas, 400);
  }

  /**
   * What does not fit is no other function's business, so it is neither missing nor a rejection.
   */
  private void misfit() throws Unmet, NotHere {
    List<Examples.Misfit> misfits = new Examples(service.node().path("state")).misfits();
    if (misfits.isEmpty()) {
      throw new NotHere("every state fits it");
    }
    JsonNode state = misfits.getFirst().value();
    ObjectNode request = Requests.state(some(some()), "c.wrong", state);
    function.ask("decide", request).refused(schemas, 500);
    Said said = fold(Requests.instance(state), Requests.instance(NULL));
    JsonNode instances = said.ok().path("instances");
    boolean told =
        instances.path(0).has("error")
            && !instances.path(0).has("at")
            && instances.path(1).has("state");
    if (!told) {
      throw said.not("an error without at, and the state of the other instance");
    }
  }

  private Said fold(JsonNode... instances) throws Unmet {
    Said said = function.ask("fold", Requests.fold(service.name(), instances));
    schemas.demand("fold-answer", said.ok(), said);
    if (said.ok().path("instances").size() != instances.length) {
      throw said.not(instances.length + " instances");
    }
    return said;
  }

  private void foldNone() throws Unmet {
    Said _ = fold();
  }

  private void foldNothing() throws Unmet {
    JsonNode empty = service.node().path("empty");
    Said said = fold(Requests.instance(NULL), Requests.instance(empty));
    for (JsonNode instance : said.ok().path("instances")) {
      if (!Alike.are(empty, instance.path("state"))) {
        throw said.not("twice the empty state of discover: " + empty);
      }
    }
  }

  private void unknownEvent() throws Unmet {
    told("NeverHeardOf", 1);
  }

  private void unknownVersion() throws Unmet, NotHere {
    for (JsonNode event : service.node().path("events")) {
      told(event.path("type").asText(), NEVER);
      return;
    }
    throw new NotHere("it lists no events");
  }

  private void told(String type, int version) throws Unmet {
    ObjectNode event = Requests.event(type, version, JsonNodeFactory.instance.objectNode());
    Said said = fold(Requests.instance(NULL), Requests.instance(NULL, event));
    JsonNode instances = said.ok().path("instances");
    JsonNode expected = JsonText.object().put("error", type + " " + version + ": …").put("at", 0);
    if (!instances.path(0).has("state") || !Alike.are(expected, instances.path(1))) {
      throw said.not("the state of the first instance, and of the second " + expected);
    }
  }

  /** Each fails in a way of its own, by which its answer is known. */
  private void eachAtOnce() throws Unmet {
    List<Callable<JsonNode>> asked = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      ObjectNode event = Requests.event("Never" + i, 1, JsonNodeFactory.instance.objectNode());
      ObjectNode request = Requests.fold(service.name(), Requests.instance(NULL, event));
      asked.add(() -> function.ask("fold", request).ok());
    }
    List<JsonNode> answers = HttpChecks.together(asked);
    for (int i = 0; i < AT_ONCE; i++) {
      String error = answers.get(i).at("/instances/0/error").asText();
      if (!error.startsWith("Never" + i + " 1: ")) {
        throw new Unmet(
            AT_ONCE + " requests fold at once", "an error of Never" + i, answers.get(i).toString());
      }
    }
  }

  private void foldMalformed() throws Unmet {
    ObjectNode none = JsonText.object().put("service", service.name());
    function.ask("fold", none).refused(schemas, 400);
    ObjectNode noEvents = JsonText.object();
    noEvents.set("state", NULL);
    function.ask("fold", Requests.fold(service.name(), noEvents)).refused(schemas, 400);
  }
}
