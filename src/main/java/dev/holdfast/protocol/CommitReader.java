package dev.holdfast.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One commit being read: raw parts are sliced out of the bytes, not parsed into anything. */
final class CommitReader {
  private final byte[] utf8;
  private final JsonParser in;

  private int format;
  private long nanos;
  private String handler = "";
  private String version = "";
  private Optional<Cause> cause = Optional.empty();
  private Caller caller = Caller.ANONYMOUS;
  private List<EventData> events = List.of();
  private Json reply = Json.NULL;
  private Outbox outbox = Outbox.EMPTY;
  private Optional<Commit.Asked> asked = Optional.empty();

  private CommitReader(byte[] utf8, JsonParser in) {
    this.utf8 = utf8;
    this.in = in;
  }

  static Commit read(byte[] utf8) {
    try (JsonParser in = CommitCodec.FACTORY.createParser(utf8)) {
      return new CommitReader(utf8, in).commit();
    } catch (IOException e) {
      throw new IllegalArgumentException("Not a commit: " + e.getMessage(), e);
    }
  }

  JsonParser in() {
    return in;
  }

  private Commit commit() throws IOException {
    expect(in.nextToken(), JsonToken.START_OBJECT);
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      field(field);
    }
    expect(in.currentToken(), JsonToken.END_OBJECT);
    if (format < 1 || format > CommitCodec.FORMAT) {
      throw new IllegalArgumentException(
          "A commit of format "
              + format
              + " needs a newer Holdfast; this one reads up to format "
              + CommitCodec.FORMAT);
    }
    Instant time = CommitCodec.instant(nanos);
    return new Commit(cause, handler, events, reply, caller, time, version, outbox, asked);
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "f" -> format = in.getIntValue();
      case "t" -> nanos = in.getLongValue();
      case "h" -> handler = in.getText();
      case "s" -> version = in.getText();
      case "k" -> cause = Optional.of(cause());
      case "u" -> caller = caller();
      case "e" -> events = events();
      case "r" -> reply = raw();
      case "m" -> outbox = new OutboxReader(this).read();
      case "a" -> asked = Optional.of(asked());
      default -> in.skipChildren();
    }
  }

  private Cause cause() throws IOException {
    String kind = text();
    String key = text();
    in.nextToken();
    long digest = in.getLongValue();
    Optional<String> request = Optional.empty();
    if (in.nextToken() == JsonToken.VALUE_STRING) {
      request = Optional.of(in.getText());
      in.nextToken();
    }
    while (in.currentToken() != JsonToken.END_ARRAY) {
      in.skipChildren();
      in.nextToken();
    }
    return new Cause(
        switch (kind) {
          case "i" -> Cause.Kind.IDEMPOTENCY_KEY;
          case "m" -> Cause.Kind.MESSAGE;
          case "r" -> Cause.Kind.REQUEST;
          default -> throw new IllegalArgumentException("Not a kind of cause: " + kind);
        },
        key,
        digest,
        request);
  }

  Caller caller() throws IOException {
    String kind = text();
    String name = text();
    Set<String> roles = Set.of();
    while (in.nextToken() == JsonToken.VALUE_STRING) {
      if (roles.isEmpty()) {
        roles = new LinkedHashSet<>();
      }
      roles.add(in.getText());
    }
    return new Caller(
        switch (kind) {
          case "a" -> Caller.Kind.ANONYMOUS;
          case "u" -> Caller.Kind.USER;
          case "s" -> Caller.Kind.SERVICE;
          case "o" -> Caller.Kind.OPERATOR;
          default -> throw new IllegalArgumentException("Not a kind of caller: " + kind);
        },
        name,
        roles);
  }

  private List<EventData> events() throws IOException {
    var found = new ArrayList<EventData>(1);
    while (in.nextToken() == JsonToken.START_ARRAY) {
      String type = text();
      in.nextToken();
      int shape = in.getIntValue();
      in.nextToken();
      found.add(new EventData(type, shape, raw()));
      skipRest();
    }
    return found;
  }

  private Commit.Asked asked() throws IOException {
    expect(in.currentToken(), JsonToken.START_ARRAY);
    in.nextToken();
    Json argument = raw();
    in.nextToken();
    var told = new Commit.Asked(argument, CommitCodec.instant(in.getLongValue()));
    skipRest();
    return told;
  }

  /** The bytes of the value the parser stands on. */
  Json raw() throws IOException {
    return Json.read(in, utf8);
  }

  String text() throws IOException {
    expect(in.nextToken(), JsonToken.VALUE_STRING);
    return in.getText();
  }

  void skipRest() throws IOException {
    while (in.nextToken() != JsonToken.END_ARRAY) {
      in.skipChildren();
    }
  }

  static void expect(@Nullable JsonToken found, JsonToken expected) {
    if (found != expected) {
      throw new IllegalArgumentException("Not a commit: expected " + expected + ", found " + found);
    }
  }
}
