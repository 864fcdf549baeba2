package dev.holdfast.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An answer to {@code decide} in one form, although the protocol lets some of it be left out. */
public final class PlainAnswer {
  private static final List<String> LISTS = List.of("events", "sends", "publishes", "timers");
  private static final List<String> OTHERS = List.of("problem", "nothing", "needs", "missing");
  private static final int REJECTED = 422;

  private PlainAnswer() {}

  /** A copy without empty lists, and with what is meant by what is not there. */
  public static JsonNode of(JsonNode answer) {
    if (!answer.isObject()) {
      return answer;
    }
    ObjectNode plain = answer.deepCopy();
    LISTS.forEach(
        name -> {
          if (plain.path(name).isArray() && plain.path(name).isEmpty()) {
            plain.remove(name);
          }
        });
    if (OTHERS.stream().noneMatch(plain::has)) {
      if (!plain.has("reply")) {
        plain.putNull("reply");
      }
    }
    if (plain.get("problem") instanceof ObjectNode problem) {
      if (!problem.has("status")) {
        problem.put("status", REJECTED);
      }
      if (problem.path("pointer").asText().isEmpty()) {
        problem.remove("pointer");
      }
    }
    plain.path("needs").forEach(PlainAnswer::call);
    plain.path("sends").forEach(PlainAnswer::call);
    plain.path("sends").forEach(send -> call(send.path("otherwise")));
    plain.path("timers").forEach(timer -> call(timer.path("call")));
    return plain;
  }

  private static void call(JsonNode call) {
    if (call instanceof ObjectNode object && !object.has("argument")) {
      object.putNull("argument");
    }
  }
}
