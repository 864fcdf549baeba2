package dev.holdfast.messaging.operations;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.holdfast.journal.messages.AsideRow;
import dev.holdfast.journal.messages.Failure;
import dev.holdfast.journal.messages.TimerRow;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/** The forms that several answers share. */
final class Documents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static Json json(ObjectNode document) {
    try {
      return Json.wrap(JSON.writeValueAsBytes(document));
    } catch (JacksonException e) {
      throw new IllegalStateException("A document has no JSON form", e);
    }
  }

  /** For looking at; to hand it on use {@link #put}, which changes no digit. */
  static JsonNode read(Json document) {
    try {
      return JSON.readTree(document.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode put(ObjectNode to, String field, Json value) {
    to.putRawValue(field, new RawValue(value.toString()));
    return to;
  }

  static ObjectNode put(ObjectNode to, EntityId instance) {
    return to.put("service", instance.service()).put("id", instance.id());
  }

  static ObjectNode put(ObjectNode to, Caller caller) {
    to.putObject("caller")
        .put("kind", caller.kind().name().toLowerCase(Locale.ROOT))
        .put("name", caller.name());
    return to;
  }

  static ObjectNode put(ObjectNode to, Problem problem) {
    to.putObject("problem").put("code", problem.code()).put("detail", problem.detail());
    return to;
  }

  static ObjectNode put(ObjectNode to, Failure failure) {
    to.put("tries", failure.tries());
    to.putObject("problem").put("code", failure.code()).put("detail", failure.detail());
    return to;
  }

  static void put(ObjectNode to, AsideRow aside) {
    to.put("receiver", aside.receiver()).put("lane", aside.lane());
    to.put("from", aside.from().key()).put("slice", aside.from().slice());
    put(to.put("since", aside.since().toString()), aside.failure());
  }

  static void put(ObjectNode to, TimerRow timer, Instant now) {
    put(to, EntityId.parse(timer.entity())).put("name", timer.name());
    to.put("due", timer.due().toString()).put("late", timer.due().isBefore(now));
  }
}
