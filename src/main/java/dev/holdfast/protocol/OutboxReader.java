package dev.holdfast.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what {@link OutboxCodec} wrote; stands on the outbox's first brace when it begins. */
final class OutboxReader {
  private final CommitReader commit;
  private final JsonParser in;

  OutboxReader(CommitReader commit) {
    this.commit = commit;
    this.in = commit.in();
  }

  /** Reads one element of an array. */
  @FunctionalInterface
  private interface Element<T> {
    T read() throws IOException;
  }

  Outbox read() throws IOException {
    List<Send> sends = List.of();
    List<Publication> publications = List.of();
    List<TimerChange> timers = List.of();
    List<ParkingChange> parking = List.of();
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      switch (field) {
        case "s" -> sends = all(this::send);
        case "p" -> publications = all(this::publication);
        case "w" -> timers = all(this::timer);
        case "q" -> parking = all(this::parking);
        default -> in.skipChildren();
      }
    }
    return new Outbox(sends, publications, timers, parking);
  }

  /** Arrays within an array; each is left behind its last element, known or not. */
  private <T> List<T> all(Element<T> element) throws IOException {
    var found = new ArrayList<T>(1);
    while (in.nextToken() == JsonToken.START_ARRAY) {
      found.add(element.read());
      while (in.currentToken() != JsonToken.END_ARRAY) {
        in.skipChildren();
        in.nextToken();
      }
    }
    return found;
  }

  private Send send() throws IOException {
    HandlerCall call = call();
    Optional<HandlerCall> otherwise = otherwise();
    return new Send(call, otherwise, in.currentToken() == JsonToken.VALUE_TRUE);
  }

  private HandlerCall call() throws IOException {
    String target = commit.text();
    return callOf(target);
  }

  private HandlerCall callOf(String target) throws IOException {
    String handler = commit.text();
    in.nextToken();
    return new HandlerCall(EntityId.parse(target), handler, commit.raw());
  }

  /** A second call where there is one; leaves the parser on the element after it. */
  private Optional<HandlerCall> otherwise() throws IOException {
    if (in.nextToken() != JsonToken.VALUE_STRING) {
      return Optional.empty();
    }
    HandlerCall call = callOf(in.getText());
    in.nextToken();
    return Optional.of(call);
  }

  private Publication publication() throws IOException {
    String topic = commit.text();
    String key = commit.text();
    in.nextToken();
    Json payload = commit.raw();
    Map<String, String> attributes = Map.of();
    if (in.nextToken() == JsonToken.START_OBJECT) {
      attributes = new TreeMap<>();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        attributes.put(name, commit.text());
      }
      in.nextToken();
    }
    return new Publication(topic, key, payload, attributes);
  }

  private TimerChange timer() throws IOException {
    String name = commit.text();
    if (in.nextToken() != JsonToken.VALUE_NUMBER_INT) {
      return new TimerChange.Gone(name);
    }
    var due = CommitCodec.instant(in.getLongValue());
    return new TimerChange.Set(name, due, send());
  }

  private ParkingChange parking() throws IOException {
    String kind = commit.text();
    if (kind.equals("p")) {
      return new ParkingChange.Parked(parked());
    }
    in.nextToken();
    long number = in.getLongValue();
    in.nextToken();
    return switch (kind) {
      case "f" -> {
        Problem problem = problem();
        in.nextToken();
        boolean blocking = in.getBooleanValue();
        in.nextToken();
        yield new ParkingChange.Failed(number, problem, blocking);
      }
      case "e" -> {
        Json argument = commit.raw();
        in.nextToken();
        yield new ParkingChange.Edited(number, argument);
      }
      case "d" -> new ParkingChange.Released(number, true);
      case "x" -> new ParkingChange.Released(number, false);
      default -> throw new IllegalArgumentException("Not a change of parking: " + kind);
    };
  }

  private ParkedMessage parked() throws IOException {
    String lane = commit.text();
    MessageId id = MessageId.parse(commit.text());
    CommitReader.expect(in.nextToken(), JsonToken.START_ARRAY);
    Caller caller = commit.caller();
    CommitReader.expect(in.nextToken(), JsonToken.START_ARRAY);
    Problem problem = problem();
    in.nextToken();
    int tries = in.getIntValue();
    in.nextToken();
    boolean blocking = in.getBooleanValue();
    HandlerCall call = call();
    return new ParkedMessage(call, otherwise(), lane, id, caller, problem, tries, blocking);
  }

  /** Stands on the first bracket, and in the end on the last. */
  private Problem problem() throws IOException {
    String code = commit.text();
    Problem.Kind kind = Problem.Kind.valueOf(commit.text());
    in.nextToken();
    int status = in.getIntValue();
    String title = commit.text();
    String detail = commit.text();
    String pointer = commit.text();
    commit.skipRest();
    return new Problem(code, kind, status, title, detail, pointer);
  }
}
