package dev.holdfast.services.hosting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.messages.MessagesSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One snapshot being read; states and replies are sliced out of its bytes. */
final class SnapshotReader {
  private final Json content;
  private long sequence;
  private Instant time = Instant.EPOCH;
  private Json state = Json.NULL;
  private Json messages = Json.NULL;
  private final List<Inbox.Entry> inbox = new ArrayList<>();
  private final Map<Long, Long> floors = new HashMap<>();
  private final Map<Long, Long> forgotten = new HashMap<>();

  SnapshotReader(Json content) {
    this.content = content;
  }

  EntityState read(FunctionRuntime runtime, EntityCore core) {
    try (JsonParser in = SnapshotCodec.FACTORY.createParser(content.utf8())) {
      in.nextToken();
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        switch (field) {
          case "q" -> sequence = in.getLongValue();
          case "t" -> time = Instant.parse(in.getText());
          case "s" -> state = raw(in);
          case "i" -> readInbox(in);
          case "f" -> readNumbers(in, floors);
          case "g" -> readNumbers(in, forgotten);
          case "m" -> messages = raw(in);
          default -> in.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Not a snapshot: " + e.getMessage(), e);
    }
    var function =
        runtime
            .decode(state)
            .orElseThrow(() -> new IllegalStateException("The snapshot has another shape."));
    EntityState restored = core.restored(function, sequence, time);
    floors.forEach(
        (origin, floor) ->
            restored
                .inbox()
                .requests()
                .restore(origin, floor, forgotten.getOrDefault(origin, 0L), time));
    inbox.forEach(restored.inbox()::remember);
    readMessages(restored);
    return restored;
  }

  private void readMessages(EntityState restored) {
    try {
      MessagesSnapshot.read(messages, restored.messages());
    } catch (IOException e) {
      throw new IllegalStateException("Not a snapshot: " + e.getMessage(), e);
    }
  }

  private void readInbox(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      inbox.add(readEntry(in));
    }
  }

  private static void readNumbers(JsonParser in, Map<Long, Long> byOrigin) throws IOException {
    for (String origin = in.nextFieldName(); origin != null; origin = in.nextFieldName()) {
      in.nextToken();
      byOrigin.put(HexFormat.fromHexDigitsToLong(origin), in.getLongValue());
    }
  }

  private Inbox.Entry readEntry(JsonParser in) throws IOException {
    String kind = "";
    String key = "";
    String when = "";
    String version = "";
    Optional<String> request = Optional.empty();
    long digest = 0;
    long number = 0;
    long offset = 0;
    Json reply = Json.NULL;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      switch (field) {
        case "k" -> kind = in.getText();
        case "n" -> key = in.getText();
        case "d" -> digest = in.getLongValue();
        case "w" -> request = Optional.of(in.getText());
        case "q" -> number = in.getLongValue();
        case "o" -> offset = in.getLongValue();
        case "t" -> when = in.getText();
        case "v" -> version = in.getText();
        case "r" -> reply = raw(in);
        default -> in.skipChildren();
      }
    }
    var cause = new Cause(Cause.Kind.valueOf(kind), key, digest, request);
    var entry = new Inbox.Entry(cause, number, reply, Instant.parse(when), version);
    entry.placedAt(offset);
    return entry;
  }

  private Json raw(JsonParser in) throws IOException {
    return Json.read(in, content.utf8());
  }
}
