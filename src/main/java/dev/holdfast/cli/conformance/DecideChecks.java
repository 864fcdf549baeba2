package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** One handler, asked with arguments made from its description. */
final class DecideChecks {
  private static final int THREW = 500;
  private static final int AT_ONCE = 16;

  private final Function function;
  private final Schemas schemas;
  private final DecisionRules rules;
  private final Described.Handler handler;

  DecideChecks(Function function, Schemas schemas, Described.Handler handler) {
    this.function = function;
    this.schemas = schemas;
    this.rules = new DecisionRules(schemas, handler);
    this.handler = handler;
  }

  List<Check> all() {
    String who = handler.who();
    var checks = new ArrayList<Check>();
    checks.add(new Check(who + " answers as its description says", this::answers));
    checks.add(
        new Check(who + " answers the same request with the same, also at once", this::same));
    checks.add(new Check(who + " ignores what it does not know", this::unknownFields));
    if (handler.argument().isPresent()) {
      checks.add(new Check(who + " says where an argument does not fit", this::misfits));
    }
    if (!handler.isQuery() && handler.service().hasState()) {
      checks.add(new Check(who + " gives the state that its events fold to", this::folds));
    }
    return checks;
  }

  private ObjectNode request(JsonNode argument) {
    return Requests.decide(handler.service(), handler.name(), argument);
  }

  /** A request that the handler should understand. */
  private ObjectNode request() throws NotHere {
    if (handler.argument().isEmpty()) {
      return request(JsonNodeFactory.instance.nullNode());
    }
    Optional<JsonNode> argument = new Examples(handler.argument().get()).fitting();
    return request(argument.orElseThrow(() -> new NotHere("no argument is known that it takes")));
  }

  /** The answer in its plain form; user code may throw, and then there is nothing to look at. */
  private JsonNode asked(JsonNode request) throws Unmet, NotHere {
    Said said = function.ask("decide", request);
    if (said.status() == THREW) {
      said.refused(schemas, THREW);
      throw new NotHere("the handler failed: " + said.body().path("error").asText());
    }
    JsonNode answer = said.ok();
    schemas.demand("decide-answer", answer, said);
    return PlainAnswer.of(answer);
  }

  private void answers() throws Unmet, NotHere {
    ObjectNode request = request();
    JsonNode answer = asked(request);
    rules.demand(Function.request("decide", request).toString(), answer);
  }

  private void same() throws Unmet, NotHere {
    ObjectNode request = request();
    JsonNode first = asked(request);
    List<Callable<JsonNode>> again = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      ObjectNode other = request.deepCopy();
      if (handler.service().hasState()) {
        Requests.state(other, "c.1." + i, request.at("/state/value"));
      }
      again.add(() -> PlainAnswer.of(function.ask("decide", other).ok()));
    }
    for (JsonNode got : HttpChecks.together(again)) {
      demandSame(request, first, got);
    }
  }

  private static void demandSame(JsonNode request, JsonNode expected, JsonNode got) throws Unmet {
    if (!Alike.are(expected, got)) {
      throw new Unmet(
          Function.request("decide", request).toString(), expected.toString(), got.toString());
    }
  }

  private void unknownFields() throws Unmet, NotHere {
    ObjectNode request = request();
    JsonNode plain = asked(request);
    ObjectNode more = request.deepCopy();
    more.put("later", true).putObject("unheardOf").put("a", 1);
    if (more.get("caller") instanceof ObjectNode caller) {
      caller.put("later", true);
    }
    if (more.get("state") instanceof ObjectNode state) {
      state.put("later", true);
    }
    demandSame(more, plain, asked(more));
  }

  private void misfits() throws Unmet, NotHere {
    JsonNode schema = handler.argument().orElseThrow(() -> new NotHere("it takes no argument"));
    List<Examples.Misfit> misfits = new Examples(schema).misfits();
    if (misfits.isEmpty()) {
      throw new NotHere("no argument is known that it does not take");
    }
    for (Examples.Misfit misfit : misfits) {
      ObjectNode request = request(misfit.value());
      ObjectNode problem = JsonText.object().put("code", "invalid-argument").put("status", 400);
      problem.put("detail", "…");
      if (!misfit.pointer().isEmpty()) {
        problem.put("pointer", misfit.pointer());
      }
      JsonNode expected = JsonText.object().set("problem", problem);
      Said said = function.ask("decide", request);
      if (!Alike.are(expected, PlainAnswer.of(said.ok()))) {
        throw said.not(expected.toString());
      }
    }
  }

  private void folds() throws Unmet, NotHere {
    JsonNode answer = asked(request());
    JsonNode events = answer.path("events");
    if (events.isEmpty()) {
      throw new NotHere("it persists nothing here");
    }
    ObjectNode instance = Requests.instance(JsonNodeFactory.instance.nullNode());
    instance.set("events", events);
    Said said = function.ask("fold", Requests.fold(handler.service().name(), instance));
    JsonNode state = said.ok().at("/instances/0/state");
    if (!Alike.are(answer.path("state"), state)) {
      throw said.not("the state that decide gave: " + answer.path("state"));
    }
  }
}
