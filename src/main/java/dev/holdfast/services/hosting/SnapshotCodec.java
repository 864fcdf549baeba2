package dev.holdfast.services.hosting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.messages.MessagesSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * Writes an entity's state, its dedup window included, as a snapshot, and reads it back. States and
 * replies are kept byte for byte, so that recovering with a snapshot gives what replay gives.
 *
 * <pre>
 *   {"q":1000, "t":"2026-01-31T10:00:00Z", "s":{…},                sequence, time, state
 *    "i":[{"k":"IDEMPOTENCY_KEY","n":"key","d":digest,"w":"…-7",   one handled cause
 *          "q":998,"o":55120,"t":"…","v":"9f3c…","r":{…}}],        its commit and reply
 *    "f":{"00c0ffee00c0ffee":17},                                floors of requests, by origin
 *    "g":{"00c0ffee00c0ffee":12},                                numbers that had to be forgotten
 *    "m":{…}}                                                    see {@link MessagesSnapshot}
 * </pre>
 */
final class SnapshotCodec implements SnapshotAdapter<EntityState> {
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          // What is in a snapshot passed the limits on its way in.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final FunctionRuntime runtime;
  private final EntityCore core;

  SnapshotCodec(FunctionRuntime runtime, EntityCore core) {
    this.runtime = runtime;
    this.core = core;
  }

  EntitySnapshot encode(EntityState state, long epoch) {
    var bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("q", state.sequence());
      json.writeStringField("t", state.time().toString());
      raw(json, "s", state.function().encode());
      json.writeArrayFieldStart("i");
      for (Inbox.Entry entry : state.inbox().entries()) {
        if (entry.sequence() <= state.sequence()) {
          writeEntry(json, entry);
        }
      }
      json.writeEndArray();
      writeFloors(json, state.inbox());
      MessagesSnapshot.write(json, state.messages());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new EntitySnapshot(
        epoch, runtime.description().version(), Json.wrap(bytes.toByteArray()));
  }

  private static void writeFloors(JsonGenerator json, Inbox inbox) throws IOException {
    if (!inbox.hasRequests()) {
      return;
    }
    writeNumbers(json, "f", inbox.requests().floors());
    writeNumbers(json, "g", inbox.requests().forgotten());
  }

  private static void writeNumbers(JsonGenerator json, String name, Map<Long, Long> byOrigin)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<Long, Long> one : byOrigin.entrySet()) {
      json.writeNumberField(HexFormat.of().toHexDigits(one.getKey()), one.getValue());
    }
    json.writeEndObject();
  }

  private static void writeEntry(JsonGenerator json, Inbox.Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("k", entry.cause().kind().name());
    json.writeStringField("n", entry.cause().key());
    json.writeNumberField("d", entry.cause().digest());
    if (entry.cause().request().isPresent()) {
      json.writeStringField("w", entry.cause().request().get());
    }
    json.writeNumberField("q", entry.sequence());
    json.writeNumberField("o", entry.offset());
    json.writeStringField("t", entry.time().toString());
    json.writeStringField("v", entry.version());
    raw(json, "r", entry.reply());
    json.writeEndObject();
  }

  private static void raw(JsonGenerator json, String name, Json value) throws IOException {
    json.writeFieldName(name);
    value.write(json);
  }

  @Override
  public Object toJournal(EntityState state) {
    throw new UnsupportedOperationException("Entities keep their snapshots themselves.");
  }

  @Override
  public EntityState fromJournal(Object from) {
    var snapshot = (EntitySnapshot) from;
    if (!snapshot.version().equals(runtime.description().version())) {
      throw new IllegalStateException("The snapshot was folded by another version.");
    }
    return new SnapshotReader(snapshot.content()).read(runtime, core);
  }
}
