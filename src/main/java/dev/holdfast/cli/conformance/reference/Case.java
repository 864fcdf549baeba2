package dev.holdfast.cli.conformance.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.client.JsonText;
import dev.holdfast.cli.conformance.Alike;
import dev.holdfast.cli.conformance.Described;
import dev.holdfast.cli.conformance.Function;
import dev.holdfast.cli.conformance.PlainAnswer;
import dev.holdfast.cli.conformance.Requests;
import dev.holdfast.cli.conformance.Said;
import dev.holdfast.cli.conformance.Unmet;
import java.util.ArrayList;
import java.util.List;

/**
 * One request to one reference service and the answer that it has to have.
 *
 * @param node {@code check}, {@code decide} or {@code fold}, {@code answer}, and with calls {@code
 *     answering}
 */
record Case(Function function, Described.Service service, JsonNode node) {
  private static final int MOST_ROUNDS = 64;

  void run() throws Unmet {
    if (node.has("fold")) {
      fold();
    } else if (node.has("answering")) {
      demand(answered());
    } else {
      demand(function.ask("decide", request()));
      demandFolded();
    }
  }

  /** What was decided, fold has to understand, on whatever state it was. */
  private void demandFolded() throws Unmet {
    JsonNode answer = node.path("answer");
    if (answer.path("events").isEmpty()) {
      return;
    }
    ObjectNode request = JsonText.object().put("service", service.node().path("service").asText());
    ObjectNode instance = request.putArray("instances").addObject();
    instance.set("state", request().at("/state/value"));
    instance.set("events", answer.path("events"));
    Said said = function.ask("fold", request);
    if (!Alike.are(answer.path("state"), said.ok().at("/instances/0/state"))) {
      throw said.not("the state " + answer.path("state"));
    }
  }

  private void fold() throws Unmet {
    ObjectNode request = JsonText.object().put("service", service.node().path("service").asText());
    request.putArray("instances").add(node.path("fold"));
    Said said = function.ask("fold", request);
    JsonNode expected = JsonText.object();
    ((ObjectNode) expected).putArray("instances").add(node.path("answer"));
    if (!Alike.are(expected, said.ok())) {
      throw said.not(expected.toString());
    }
  }

  private void demand(Said said) throws Unmet {
    JsonNode expected = PlainAnswer.of(node.path("answer"));
    if (!Alike.are(expected, PlainAnswer.of(said.ok()))) {
      throw said.not(expected.toString());
    }
  }

  /** The request in full: what a case leaves out is the same in all of them. */
  private ObjectNode request() {
    JsonNode given = node.path("decide");
    JsonNode argument = given.has("argument") ? given.path("argument") : NullNode.instance;
    ObjectNode request = Requests.decide(service, given.path("handler").asText(), argument);
    if (request.get("state") instanceof ObjectNode state) {
      state.set("value", given.has("state") ? given.path("state") : NullNode.instance);
    }
    if (given.has("answers")) {
      request.set("answers", given.path("answers"));
    }
    return request;
  }

  /** Makes the calls that it needs, in rounds, and hands their answers over in reversed order. */
  private Said answered() throws Unmet {
    ObjectNode request = request();
    List<JsonNode> answers = new ArrayList<>();
    Said said = function.ask("decide", request);
    for (int round = 0; round < MOST_ROUNDS && said.ok().has("needs"); round++) {
      for (JsonNode call : PlainAnswer.of(said.ok()).path("needs")) {
        answers.addFirst(answer(said, call));
      }
      ArrayNode all = request.putArray("answers");
      answers.forEach(all::add);
      said = function.ask("decide", request);
    }
    return said;
  }

  private JsonNode answer(Said said, JsonNode call) throws Unmet {
    for (JsonNode known : node.path("answering")) {
      if (Alike.are(known.path("call"), call)) {
        return known;
      }
    }
    throw said.not("only calls that are among " + node.path("answering"));
  }
}
