package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * States that are named instead of sent. A function may forget each, but never take one for
 * another.
 */
final class StateChecks {
  private static final String MISSING = "{\"missing\":\"state\"}";

  private final Function function;
  private final Described described;

  StateChecks(Function function, Described described) {
    this.function = function;
    this.described = described;
  }

  List<Check> all() {
    return List.of(
        new Check("a state that was never sent is missing", this::neverSent),
        new Check("a state of another instance is missing", this::otherInstance),
        new Check("a state that is kept is the one that is named", this::kept),
        new Check("a function that keeps states keeps at least one", this::keeps));
  }

  /** A request that changes a state, what came of it, and of the same on the state after it. */
  private record Step(ObjectNode request, JsonNode answer, ObjectNode second, JsonNode after) {}

  private Step step() throws Unmet, NotHere {
    if (!described.keepsStates()) {
      throw new NotHere("it does not keep states");
    }
    for (Described.Service service : described.services()) {
      for (Described.Handler handler : service.handlers()) {
        Optional<JsonNode> argument =
            handler.argument().isEmpty()
                ? Optional.of(NullNode.instance)
                : new Examples(handler.argument().get()).fitting();
        if (!service.hasState() || handler.isQuery() || argument.isEmpty()) {
          continue;
        }
        ObjectNode request = Requests.decide(service, handler.name(), argument.get());
        Optional<Step> step = step(request);
        if (step.isPresent()) {
          return step.get();
        }
      }
    }
    throw new NotHere("no command is known whose answer tells one state from another");
  }

  private Optional<Step> step(ObjectNode request) throws Unmet {
    Said said = function.ask("decide", request);
    if (said.status() != 200 || said.ok().path("events").isEmpty()) {
      return Optional.empty();
    }
    JsonNode answer = PlainAnswer.of(said.ok());
    ObjectNode second = Requests.state(request.deepCopy(), "c.2", answer.path("state"));
    Said again = function.ask("decide", second);
    if (again.status() != 200 || Alike.are(answer, PlainAnswer.of(again.ok()))) {
      return Optional.empty();
    }
    // Asked last, so that what comes of it is the newest state.
    Said _ = function.ask("decide", request);
    return Optional.of(new Step(request, answer, second, PlainAnswer.of(again.ok())));
  }

  private void neverSent() throws Unmet, NotHere {
    missing(Requests.token(step().request(), "c.never"));
  }

  private void otherInstance() throws Unmet, NotHere {
    ObjectNode request = step().request();
    missing(Requests.token(request, "c.1.next").put("id", "another"));
  }

  private void missing(ObjectNode request) throws Unmet {
    Said said = function.ask("decide", request);
    if (!said.ok().toString().equals(MISSING)) {
      throw said.not(MISSING);
    }
  }

  /** Two states of one instance, by turns; each is answered for what it is, or is missing. */
  private void kept() throws Unmet, NotHere {
    Step step = step();
    demandKept(Requests.token(step.request(), "c.1.next"), step.after());
    demandKept(Requests.token(step.request(), "c.1"), step.answer());
    Said _ = function.ask("decide", step.second());
    demandKept(Requests.token(step.second(), "c.1.next"), step.after());
    demandKept(Requests.token(step.second(), "c.2"), step.after());
    Said _ = function.ask("decide", step.request());
    demandKept(Requests.token(step.request(), "c.1"), step.answer());
  }

  private void demandKept(ObjectNode request, JsonNode expected) throws Unmet {
    Said said = function.ask("decide", request);
    JsonNode got = said.ok();
    if (!got.toString().equals(MISSING) && !Alike.are(expected, PlainAnswer.of(got))) {
      throw said.not(expected + " or " + MISSING);
    }
  }

  private void keeps() throws Unmet, NotHere {
    Step step = step();
    ObjectNode named = Requests.token(step.request(), "c.1.next");
    Said said = function.ask("decide", named);
    if (said.ok().toString().equals(MISSING)) {
      throw said.not("an answer: the state came out of the decision before, and it keepsStates");
    }
  }
}
