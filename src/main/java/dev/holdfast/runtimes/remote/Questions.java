package dev.holdfast.runtimes.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.runtimes.Calls;
import dev.holdfast.runtimes.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the bodies of requests. */
final class Questions {
  static final Json DISCOVER = Json.of("{}");

  private static final JsonFactory FACTORY = new JsonFactory();

  private Questions() {}

  /** What is written into a body. */
  @FunctionalInterface
  private interface Content {
    void write(JsonGenerator out) throws IOException;
  }

  /**
   * A state as it is told.
   *
   * @param token by which the function may know it; empty for one that is not kept
   * @param value absent where the function should have it
   * @param next the token of what comes out of it; empty where that is not worth keeping
   */
  record Told(String token, Optional<Json> value, String next) {}

  static Json decide(
      Invocation invocation, Optional<Told> state, Map<HandlerCall, Calls.Result> answers) {
    return body(
        out -> {
          out.writeStringField("service", invocation.id().service());
          out.writeStringField("id", invocation.id().id());
          out.writeStringField("handler", invocation.handler());
          raw(out, "argument", invocation.argument());
          if (state.isPresent()) {
            write(out, state.get());
          }
          out.writeNumberField("sequence", invocation.sequence());
          out.writeStringField("now", invocation.now().toString());
          out.writeStringField("deadline", invocation.deadline().toString());
          write(out, invocation.caller());
          if (!answers.isEmpty()) {
            write(out, answers);
          }
        });
  }

  private static void write(JsonGenerator out, Told state) throws IOException {
    out.writeObjectFieldStart("state");
    if (!state.token().isEmpty()) {
      out.writeStringField("token", state.token());
    }
    if (state.value().isPresent()) {
      raw(out, "value", state.value().get());
    }
    out.writeEndObject();
    if (!state.next().isEmpty()) {
      out.writeStringField("next", state.next());
    }
    out.writeArrayFieldStart("wants");
    out.writeString("state");
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Caller caller) throws IOException {
    out.writeObjectFieldStart("caller");
    out.writeStringField("kind", caller.kind().name().toLowerCase(Locale.ROOT));
    out.writeStringField("name", caller.name());
    out.writeArrayFieldStart("roles");
    for (String role : caller.roles()) {
      out.writeString(role);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, Map<HandlerCall, Calls.Result> answers)
      throws IOException {
    out.writeArrayFieldStart("answers");
    for (Map.Entry<HandlerCall, Calls.Result> one : answers.entrySet()) {
      out.writeStartObject();
      out.writeObjectFieldStart("call");
      HandlerCall call = one.getKey();
      out.writeStringField("service", call.target().service());
      out.writeStringField("id", call.target().id());
      out.writeStringField("handler", call.handler());
      raw(out, "argument", call.argument());
      out.writeEndObject();
      switch (one.getValue()) {
        case Calls.Result.Replied(Json reply) -> raw(out, "reply", reply);
        case Calls.Result.Refused(Problem problem) -> write(out, problem);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Problem problem) throws IOException {
    out.writeObjectFieldStart("problem");
    out.writeStringField("code", problem.code());
    out.writeNumberField("status", problem.status());
    out.writeStringField("detail", problem.detail());
    out.writeEndObject();
  }

  /** A state, and events to be folded into it. */
  record Unfolded(Json state, List<EventData> events) {}

  static Json fold(String service, List<Unfolded> instances) {
    return body(
        out -> {
          out.writeStringField("service", service);
          out.writeArrayFieldStart("instances");
          for (Unfolded instance : instances) {
            write(out, instance);
          }
          out.writeEndArray();
        });
  }

  private static void write(JsonGenerator out, Unfolded instance) throws IOException {
    out.writeStartObject();
    raw(out, "state", instance.state());
    out.writeArrayFieldStart("events");
    for (EventData event : instance.events()) {
      out.writeStartObject();
      out.writeStringField("type", event.type());
      out.writeNumberField("version", event.version());
      raw(out, "data", event.data());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void raw(JsonGenerator out, String name, Json value) throws IOException {
    out.writeFieldName(name);
    value.write(out);
  }

  private static Json body(Content content) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      content.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.wrap(bytes.toByteArray());
  }
}
