package dev.holdfast.edge.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.ServiceDescription;
import dev.holdfast.protocol.ServiceDescription.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a handler may be answered with, as OpenAPI responses. */
final class HandlerResponses {
  private static final List<ProblemCode> ALWAYS =
      List.of(
          ProblemCode.INVALID_REQUEST,
          ProblemCode.UNAUTHENTICATED,
          ProblemCode.FORBIDDEN,
          ProblemCode.HANDLER_FAILED,
          ProblemCode.OVERLOADED,
          ProblemCode.DEADLINE_EXCEEDED);

  private static final List<ProblemCode> OF_COMMANDS =
      List.of(
          ProblemCode.SEQUENCE_CONFLICT,
          ProblemCode.TOO_LARGE,
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          ProblemCode.TOO_MANY_REQUESTS);

  private final ServiceDescription service;
  private final Handler handler;
  private final Components components;

  HandlerResponses(ServiceDescription service, Handler handler, Components components) {
    this.service = service;
    this.handler = handler;
    this.components = components;
  }

  void write(ObjectNode responses) {
    ObjectNode done = responses.putObject("200");
    done.put("description", handler.query() ? "The answer." : "Committed: the reply.");
    ObjectNode headers = done.putObject("headers");
    List<String> told =
        handler.query()
            ? List.of(
                "Holdfast-Sequence", "Holdfast-Version", "Holdfast-Node", "Holdfast-Consistency")
            : List.of(
                "Holdfast-Sequence",
                "Holdfast-Offset",
                "Holdfast-Version",
                "Holdfast-Node",
                "Idempotency-Replayed");
    told.forEach(name -> headers.putObject(name).put("$ref", "#/components/headers/" + name));
    ObjectNode schema = done.putObject("content").putObject("application/json").putObject("schema");
    if (handler.reply().isPresent()) {
      schema.put(
          "$ref",
          components.schema(
              service.service(),
              HandlerOperation.schemaName(service, handler, "reply"),
              handler.reply().get()));
    } else {
      schema.put("type", "null");
    }
    if (!handler.query()) {
      ObjectNode accepted = responses.putObject("202");
      accepted.put("description", "Taken on (Prefer: respond-async).");
      accepted
          .putObject("headers")
          .putObject("Location")
          .put("$ref", "#/components/headers/Location");
    }
    problems(responses);
  }

  /** One response a status; what else has the same status stands in its description. */
  private void problems(ObjectNode responses) {
    var byStatus = new TreeMap<Integer, List<String>>();
    var codes = new ArrayList<>(ALWAYS);
    if (handler.query()) {
      codes.add(ProblemCode.NOTHING_THERE);
    } else {
      codes.addAll(OF_COMMANDS);
      codes.add(ProblemCode.KEY_REUSED);
      codes.add(ProblemCode.OUTCOME_UNKNOWN);
    }
    if (handler.argument().isPresent()) {
      codes.add(ProblemCode.INVALID_ARGUMENT);
      codes.add(ProblemCode.INVALID_JSON);
    }
    for (ProblemCode code : codes) {
      byStatus.computeIfAbsent(code.status(), s -> new ArrayList<>()).add(code.code());
    }
    for (ServiceDescription.Rejection rejection : handler.rejections()) {
      byStatus
          .computeIfAbsent(rejection.status(), s -> new ArrayList<>())
          .add(service.service() + "/" + rejection.code());
    }
    byStatus.forEach((status, names) -> problem(responses, status, names));
  }

  private static void problem(ObjectNode responses, int status, List<String> codes) {
    String key = Integer.toString(status);
    if (codes.size() == 1 && !codes.getFirst().contains("/")) {
      responses.putObject(key).put("$ref", "#/components/responses/" + codes.getFirst());
      return;
    }
    ObjectNode response = responses.putObject(key);
    response.put("description", "One of " + String.join(", ", codes) + ".");
    Components.problemContent(response);
  }
}
