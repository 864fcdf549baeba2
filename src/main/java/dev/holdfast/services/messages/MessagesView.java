package dev.holdfast.services.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.TimerChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance knows of messages, for people.
 *
 * <pre>
 *   {"timers":[{"name","due","service","id","handler"}…],"moreTimers":0,
 *    "parked":[{"number","handler","argument","lane",…}…],"moreParked":0}
 * </pre>
 */
public final class MessagesView {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Rows of a list; nobody reads more at once. */
  private static final int ROWS = 100;

  /** An argument beyond it is told by its size alone in a list. */
  private static final int ARGUMENT_BYTES = 4096;

  private MessagesView() {}

  /** What is written into a document. */
  @FunctionalInterface
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** All of it, cut where it is long. */
  public static Json of(Messages messages) {
    List<PendingTimer> timers =
        messages.timers().stream()
            .filter(timer -> TimerChange.isName(timer.name()))
            .sorted(Comparator.comparing(PendingTimer::due).thenComparing(PendingTimer::name))
            .toList();
    return document(
        json -> {
          json.writeArrayFieldStart("timers");
          for (PendingTimer timer : timers.subList(0, Math.min(ROWS, timers.size()))) {
            write(json, timer);
          }
          json.writeEndArray();
          json.writeNumberField("moreTimers", Math.max(0, timers.size() - ROWS));
          json.writeArrayFieldStart("parked");
          int rows = 0;
          for (Map.Entry<Long, ParkedMessage> one : messages.parked().entrySet()) {
            if (rows++ < ROWS) {
              json.writeStartObject();
              write(json, one.getKey(), one.getValue(), ARGUMENT_BYTES);
              json.writeEndObject();
            }
          }
          json.writeEndArray();
          json.writeNumberField("moreParked", Math.max(0, rows - ROWS));
        });
  }

  /** One parked message with all of its argument. */
  public static Optional<Json> of(Messages messages, long number) {
    return messages
        .parked(number)
        .map(message -> document(json -> write(json, number, message, Integer.MAX_VALUE)));
  }

  private static Json document(Content content) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.wrap(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, PendingTimer timer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", timer.name());
    json.writeStringField("due", timer.due().toString());
    write(json, timer.call().call());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, HandlerCall call) throws IOException {
    json.writeStringField("service", call.target().service());
    json.writeStringField("id", call.target().id());
    json.writeStringField("handler", call.handler());
  }

  private static void write(
      JsonGenerator json, long number, ParkedMessage message, int argumentBytes)
      throws IOException {
    json.writeNumberField("number", number);
    json.writeStringField("handler", message.call().handler());
    Json argument = message.call().argument();
    if (argument.size() <= argumentBytes) {
      json.writeFieldName("argument");
      json.writeRawValue(argument.toString());
    } else {
      json.writeNumberField("argumentBytes", argument.size());
    }
    if (message.otherwise().isPresent()) {
      json.writeObjectFieldStart("otherwise");
      write(json, message.otherwise().get());
      json.writeEndObject();
    }
    json.writeStringField("lane", message.lane());
    json.writeStringField("message", message.id().key());
    json.writeObjectFieldStart("caller");
    json.writeStringField("kind", message.caller().kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("name", message.caller().name());
    json.writeEndObject();
    json.writeObjectFieldStart("problem");
    json.writeStringField("code", message.problem().code());
    json.writeStringField("detail", message.problem().detail());
    json.writeEndObject();
    json.writeNumberField("tries", message.tries());
    json.writeBooleanField("blocking", message.blocking());
    json.writeBooleanField("waiting", message.isWaiting());
  }
}
