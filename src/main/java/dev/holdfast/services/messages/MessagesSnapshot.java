package dev.holdfast.services.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.CommitCodec;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of a snapshot that tells of messages. Timers and parked messages are kept as a commit
 * would have them, one for each commit that some are left of, so that reading them is replaying it.
 *
 * <pre>
 *   {"l":{"hourly.measure@1":["17-4711-0","18-3-0"]},   the last of each lane and slice
 *    "c":[[12,{…}],[40,{…}]]}                           numbers and what is left of commits
 * </pre>
 */
public final class MessagesSnapshot {
  private static final JsonFactory FACTORY = new JsonFactory();

  private MessagesSnapshot() {}

  /** Writes the field {@code m}; nothing where there is nothing to tell. */
  public static void write(JsonGenerator json, Messages messages) throws IOException {
    Map<String, Map<Integer, MessageId>> lanes = messages.lanes();
    if (lanes.isEmpty() && messages.timers().isEmpty() && messages.parked().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("m");
    json.writeObjectFieldStart("l");
    for (Map.Entry<String, Map<Integer, MessageId>> lane : lanes.entrySet()) {
      json.writeArrayFieldStart(lane.getKey());
      for (MessageId id : lane.getValue().values()) {
        json.writeString(id.key());
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("c");
    for (Map.Entry<Long, Outbox> left : left(messages).entrySet()) {
      json.writeStartArray();
      json.writeNumber(left.getKey());
      byte[] commit = CommitCodec.write(commit(left.getValue()));
      json.writeRawValue(new String(commit, StandardCharsets.UTF_8));
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** What is left of each commit, by its sequence number. */
  private static Map<Long, Outbox> left(Messages messages) {
    var timers = new TreeMap<Long, List<TimerChange>>();
    for (PendingTimer timer : messages.timers()) {
      timers
          .computeIfAbsent(timer.sequence(), _ -> new ArrayList<>())
          .add(new TimerChange.Set(timer.name(), timer.due(), timer.call()));
    }
    var left = new TreeMap<Long, Outbox>();
    timers.forEach((sequence, set) -> left.put(sequence, outbox(set, List.of())));
    for (Map.Entry<Long, ParkedMessage> parked : messages.parked().entrySet()) {
      List<TimerChange> set = timers.getOrDefault(parked.getKey(), List.of());
      left.put(parked.getKey(), outbox(set, List.of(new ParkingChange.Parked(parked.getValue()))));
    }
    return left;
  }

  private static Outbox outbox(List<TimerChange> timers, List<ParkingChange> parking) {
    return new Outbox(List.<Send>of(), List.of(), timers, parking);
  }

  private static Commit commit(Outbox outbox) {
    return new Commit(
        Optional.empty(),
        "",
        List.of(),
        Json.NULL,
        Caller.ANONYMOUS,
        Instant.EPOCH,
        "",
        outbox,
        Optional.empty());
  }

  /** Reads what {@link #write} wrote; JSON {@code null} is nothing. */
  public static void read(Json written, Messages into) throws IOException {
    byte[] utf8 = written.utf8();
    try (JsonParser in = FACTORY.createParser(utf8)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        switch (field) {
          case "l" -> readLanes(in, into);
          case "c" -> readCommits(in, utf8, into);
          default -> in.skipChildren();
        }
      }
    }
  }

  private static void readLanes(JsonParser in, Messages into) throws IOException {
    for (String lane = in.nextFieldName(); lane != null; lane = in.nextFieldName()) {
      in.nextToken();
      while (in.nextToken() == JsonToken.VALUE_STRING) {
        into.note(lane, MessageId.parse(in.getText()));
      }
    }
  }

  private static void readCommits(JsonParser in, byte[] utf8, Messages into) throws IOException {
    while (in.nextToken() == JsonToken.START_ARRAY) {
      in.nextToken();
      long sequence = in.getLongValue();
      in.nextToken();
      int from = (int) in.currentTokenLocation().getByteOffset();
      in.skipChildren();
      int to = (int) in.currentLocation().getByteOffset();
      into.apply(CommitCodec.read(Arrays.copyOfRange(utf8, from, to)), sequence);
      in.nextToken();
    }
  }
}
