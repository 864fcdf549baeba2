package dev.holdfast.runtimes.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Folded;
import dev.holdfast.runtimes.remote.Reply.CallPart;
import dev.holdfast.runtimes.remote.Reply.PublishPart;
import dev.holdfast.runtimes.remote.Reply.SendPart;
import dev.holdfast.runtimes.remote.Reply.TimerPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One answer being read: events, states and arguments are sliced out of its bytes. */
final class ReplyReader {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final byte[] utf8;
  private final JsonParser in;

  private ReplyReader(byte[] utf8, JsonParser in) {
    this.utf8 = utf8;
    this.in = in;
  }

  /** Reads one element of an array. */
  @FunctionalInterface
  private interface Element<T> {
    T read() throws IOException;
  }

  /** What is done with a field; the parser stands on its value. */
  @FunctionalInterface
  private interface Field {
    void read(String name) throws IOException;
  }

  static Reply decide(Json answer) throws NoAnswer {
    byte[] utf8 = answer.utf8();
    try (JsonParser in = FACTORY.createParser(utf8)) {
      in.nextToken();
      return new ReplyReader(utf8, in).decide();
    } catch (IOException | IllegalArgumentException e) {
      throw new NoAnswer("It answered to decide what is no answer: " + e.getMessage(), e);
    }
  }

  /** What so many instances were folded to. */
  static List<Folded> fold(Json answer, int instances) throws NoAnswer {
    byte[] utf8 = answer.utf8();
    try (JsonParser in = FACTORY.createParser(utf8)) {
      in.nextToken();
      List<Folded> folded = new ReplyReader(utf8, in).fold();
      if (folded.size() != instances) {
        throw new NoAnswer(
            "It was asked for %d states and answered %d.".formatted(instances, folded.size()));
      }
      return folded;
    } catch (IOException | IllegalArgumentException e) {
      throw new NoAnswer("It answered to fold what is no answer: " + e.getMessage(), e);
    }
  }

  /** The fields of an answer as they come. */
  private static final class Found {
    private List<EventData> events = List.of();
    private Json reply = Json.NULL;
    private Optional<Json> state = Optional.empty();
    private List<SendPart> sends = List.of();
    private List<PublishPart> publishes = List.of();
    private List<TimerPart> timers = List.of();
    private Optional<Reply> other = Optional.empty();
  }

  private Reply decide() throws IOException {
    var found = new Found();
    object(
        name -> {
          switch (name) {
            case "events" -> found.events = all(this::event);
            case "reply" -> found.reply = raw();
            case "state" -> found.state = Optional.of(raw());
            case "sends" -> found.sends = all(this::send);
            case "publishes" -> found.publishes = all(this::publish);
            case "timers" -> found.timers = all(this::timer);
            case "problem" -> found.other = Optional.of(problem());
            case "needs" -> found.other = Optional.of(new Reply.Needs(all(this::need)));
            case "nothing" -> found.other = Optional.of(new Reply.Nothing());
            case "missing" -> found.other = Optional.of(new Reply.StateMissing());
            default -> in.skipChildren();
          }
        });
    return found.other.orElseGet(
        () ->
            new Reply.Decided(
                found.events,
                found.reply,
                found.state,
                found.sends,
                found.publishes,
                found.timers));
  }

  private void object(Field field) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("expected an object, got " + in.currentToken());
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      field.read(name);
    }
  }

  private <T> List<T> all(Element<T> element) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("expected an array, got " + in.currentToken());
    }
    var all = new ArrayList<T>(1);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      all.add(element.read());
    }
    return all;
  }

  private Json raw() throws IOException {
    return Json.read(in, utf8);
  }

  private String text() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException(
          in.currentName() + ": expected text, got " + in.currentToken());
    }
    return in.getText();
  }

  private EventData event() throws IOException {
    var type = new String[] {""};
    var version = new int[] {1};
    var data = new Json[] {Json.of("{}")};
    object(
        name -> {
          switch (name) {
            case "type" -> type[0] = text();
            case "version" -> version[0] = in.getIntValue();
            case "data" -> data[0] = raw();
            default -> in.skipChildren();
          }
        });
    return new EventData(type[0], version[0], data[0]);
  }

  private Reply problem() throws IOException {
    var service = new ArrayList<String>();
    var code = new String[] {""};
    var status = new int[] {422};
    var detail = new String[] {""};
    var pointer = new String[] {""};
    object(
        name -> {
          switch (name) {
            case "service" -> service.add(text());
            case "code" -> code[0] = text();
            case "status" -> status[0] = in.getIntValue();
            case "detail" -> detail[0] = text();
            case "pointer" -> pointer[0] = text();
            default -> in.skipChildren();
          }
        });
    return new Reply.Refused(
        service.stream().findFirst(), code[0], status[0], detail[0], pointer[0]);
  }

  private HandlerCall need() throws IOException {
    CallPart call = send().call();
    return new HandlerCall(
        new EntityId(call.service(), call.id()), call.handler(), call.argument());
  }

  private SendPart send() throws IOException {
    var service = new String[] {""};
    var id = new String[] {""};
    var handler = new String[] {""};
    var argument = new Json[] {Json.NULL};
    var otherwise = new ArrayList<CallPart>();
    object(
        name -> {
          switch (name) {
            case "service" -> service[0] = text();
            case "id" -> id[0] = text();
            case "handler" -> handler[0] = text();
            case "argument" -> argument[0] = raw();
            case "otherwise" -> {
              if (in.currentToken() != JsonToken.VALUE_NULL) {
                otherwise.add(send().call());
              }
            }
            default -> in.skipChildren();
          }
        });
    return new SendPart(
        new CallPart(service[0], id[0], handler[0], argument[0]), otherwise.stream().findFirst());
  }

  private PublishPart publish() throws IOException {
    var topic = new String[] {""};
    var key = new ArrayList<String>();
    var payload = new Json[] {Json.NULL};
    object(
        name -> {
          switch (name) {
            case "topic" -> topic[0] = text();
            case "key" -> key.add(text());
            case "payload" -> payload[0] = raw();
            default -> in.skipChildren();
          }
        });
    return new PublishPart(topic[0], key.stream().findFirst(), payload[0]);
  }

  private TimerPart timer() throws IOException {
    var name = new String[] {""};
    var cancel = new boolean[1];
    var after = new OptionalLong[] {OptionalLong.empty()};
    var at = new ArrayList<String>();
    var call = new ArrayList<CallPart>();
    object(
        field -> {
          switch (field) {
            case "name" -> name[0] = text();
            case "cancel" -> cancel[0] = in.getBooleanValue();
            case "after" -> after[0] = OptionalLong.of(in.getLongValue());
            case "at" -> at.add(text());
            case "call" -> call.add(send().call());
            default -> in.skipChildren();
          }
        });
    return new TimerPart(
        name[0], cancel[0], after[0], at.stream().findFirst(), call.stream().findFirst());
  }

  private List<Folded> fold() throws IOException {
    var states = new ArrayList<Folded>();
    object(
        name -> {
          if (name.equals("instances")) {
            states.addAll(all(this::folded));
          } else {
            in.skipChildren();
          }
        });
    return states;
  }

  private Folded folded() throws IOException {
    var state = new ArrayList<Json>();
    var at = new int[] {-1};
    var error = new String[] {"an instance has neither state nor error"};
    object(
        name -> {
          switch (name) {
            case "state" -> state.add(raw());
            case "error" -> error[0] = text();
            case "at" -> at[0] = in.getIntValue();
            default -> in.skipChildren();
          }
        });
    return state.isEmpty()
        ? new Folded.Failed(at[0], error[0])
        : new Folded.State(state.getFirst());
  }
}
