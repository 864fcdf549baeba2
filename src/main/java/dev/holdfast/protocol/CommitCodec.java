package dev.holdfast.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * The journal's form of a {@link Commit}: one small JSON object.
 *
 * <p>Invariant: what was written once is read for ever. A reader skips fields and elements it does
 * not know, so a commit may gain parts (an outbox, timers); the format number rises only for a
 * change that an older reader must not skip, and such an entry is refused by it.
 *
 * <pre>
 *   {"f":1,                        format
 *    "t":1700000000000000000,      time, nanoseconds since 1970
 *    "h":"add", "s":"9f3c…",       handler, service version
 *    "k":["i","key",digest],       cause: i(dempotency key), m(essage) or r(equest of another
 *                                  node); absent when none. A fourth element is the number of
 *                                  the request that brought the key from another node
 *    "u":["u","ada","admin"],      caller: kind, name, roles; absent when anonymous
 *    "e":[["Added",1,{…}]],        events: type, version, data as it came
 *    "r":{…},                      reply as it came; absent when null
 *    "m":{…},                      messages: the outbox, see {@link OutboxCodec}; absent when empty
 *    "a":[{…},1700000000000000000]} argument as it came, and the time that the handler was told;
 *                                  absent unless commands are recorded
 * </pre>
 *
 * <p>Format 2 is a commit with an outbox: a reader that skipped it would forget timers. All others
 * are of format 1, those with an argument, too: no state comes of it.
 */
public final class CommitCodec {
  public static final int FORMAT = 2;

  private static final int WITHOUT_OUTBOX = 1;

  private static final int INITIAL_BYTES = 512;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          // What is in the journal passed the limits on its way in; a limit here would lose it.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private CommitCodec() {}

  public static byte[] write(Commit commit) {
    try (var bytes = new ByteArrayBuilder(INITIAL_BYTES);
        JsonGenerator out = FACTORY.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("f", commit.outbox().isEmpty() ? WITHOUT_OUTBOX : FORMAT);
      out.writeNumberField("t", nanos(commit.time()));
      out.writeStringField("h", commit.handler());
      out.writeStringField("s", commit.version());
      if (commit.cause().isPresent()) {
        writeCause(out, commit.cause().get());
      }
      if (!commit.caller().equals(Caller.ANONYMOUS)) {
        writeCaller(out, commit.caller());
      }
      out.writeArrayFieldStart("e");
      for (EventData event : commit.events()) {
        out.writeStartArray();
        out.writeString(event.type());
        out.writeNumber(event.version());
        event.data().write(out);
        out.writeEndArray();
      }
      out.writeEndArray();
      if (!commit.reply().isNull()) {
        out.writeFieldName("r");
        commit.reply().write(out);
      }
      if (!commit.outbox().isEmpty()) {
        out.writeFieldName("m");
        OutboxCodec.write(out, commit.outbox());
      }
      if (commit.asked().isPresent()) {
        writeAsked(out, commit.asked().get());
      }
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote, in this or an earlier version.
   *
   * @throws IllegalArgumentException when the bytes are not a commit this version can read
   */
  public static Commit read(byte[] utf8) {
    return CommitReader.read(utf8);
  }

  /** The time as the journal keeps it: nanoseconds since 1970, good from 1678 to 2262. */
  public static long nanos(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), (long) time.getNano());
  }

  /** The time of which {@link #nanos} made this. */
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  private static void writeCause(JsonGenerator out, Cause cause) throws IOException {
    out.writeArrayFieldStart("k");
    out.writeString(
        switch (cause.kind()) {
          case IDEMPOTENCY_KEY -> "i";
          case MESSAGE -> "m";
          case REQUEST -> "r";
        });
    out.writeString(cause.key());
    out.writeNumber(cause.digest());
    if (cause.request().isPresent()) {
      out.writeString(cause.request().get());
    }
    out.writeEndArray();
  }

  private static void writeAsked(JsonGenerator out, Commit.Asked asked) throws IOException {
    out.writeArrayFieldStart("a");
    asked.argument().write(out);
    out.writeNumber(nanos(asked.now()));
    out.writeEndArray();
  }

  private static void writeCaller(JsonGenerator out, Caller caller) throws IOException {
    out.writeFieldName("u");
    writeCallerArray(out, caller);
  }

  static void writeCallerArray(JsonGenerator out, Caller caller) throws IOException {
    out.writeStartArray();
    out.writeString(
        switch (caller.kind()) {
          case ANONYMOUS -> "a";
          case USER -> "u";
          case SERVICE -> "s";
          case OPERATOR -> "o";
        });
    out.writeString(caller.name());
    for (String role : caller.roles()) {
      out.writeString(role);
    }
    out.writeEndArray();
  }
}
