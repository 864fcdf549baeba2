package dev.holdfast.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The journal's form of an {@link Outbox}: an object with a field for each part that is not empty.
 *
 * <pre>
 *   {"s":[["account/ben","deposit",10,            a send: receiver, handler, argument
 *          "account/anna","refund",10],          and the call if it is rejected
 *         ["account/anna","refund",10,true]],    such a call on its way back
 *    "p":[["orders","o-1",{…},{"type":"placed"}]] topic, key, payload; attributes if there are any
 *    "w":[["expire",1700000000000000000,"cart/c1","expire",null],  a timer: name, due, call
 *         ["remind"]],                                              one that is gone
 *    "q":[["p","lane","17-4711-0",caller,problem,tries,true,call…], parked
 *         ["f",12,problem,true],["e",12,{…}],     failed again, edited,
 *         ["d",12],["x",12]]}                     done, skipped
 * </pre>
 */
final class OutboxCodec {
  private OutboxCodec() {}

  static void write(JsonGenerator out, Outbox outbox) throws IOException {
    out.writeStartObject();
    if (!outbox.sends().isEmpty()) {
      out.writeArrayFieldStart("s");
      for (Send send : outbox.sends()) {
        out.writeStartArray();
        writeCalls(out, send.call(), send.otherwise());
        if (send.returned()) {
          out.writeBoolean(true);
        }
        out.writeEndArray();
      }
      out.writeEndArray();
    }
    if (!outbox.publications().isEmpty()) {
      out.writeArrayFieldStart("p");
      for (Publication publication : outbox.publications()) {
        write(out, publication);
      }
      out.writeEndArray();
    }
    if (!outbox.timers().isEmpty()) {
      out.writeArrayFieldStart("w");
      for (TimerChange change : outbox.timers()) {
        write(out, change);
      }
      out.writeEndArray();
    }
    if (!outbox.parking().isEmpty()) {
      out.writeArrayFieldStart("q");
      for (ParkingChange change : outbox.parking()) {
        write(out, change);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void writeCalls(JsonGenerator out, HandlerCall call, Optional<HandlerCall> other)
      throws IOException {
    writeCall(out, call);
    if (other.isPresent()) {
      writeCall(out, other.get());
    }
  }

  private static void writeCall(JsonGenerator out, HandlerCall call) throws IOException {
    out.writeString(call.target().key());
    out.writeString(call.handler());
    call.argument().write(out);
  }

  private static void write(JsonGenerator out, Publication publication) throws IOException {
    out.writeStartArray();
    out.writeString(publication.topic());
    out.writeString(publication.key());
    publication.payload().write(out);
    if (!publication.attributes().isEmpty()) {
      out.writeStartObject();
      for (Map.Entry<String, String> attribute : publication.attributes().entrySet()) {
        out.writeStringField(attribute.getKey(), attribute.getValue());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, TimerChange change) throws IOException {
    out.writeStartArray();
    out.writeString(change.name());
    if (change instanceof TimerChange.Set set) {
      out.writeNumber(CommitCodec.nanos(set.due()));
      writeCalls(out, set.call().call(), set.call().otherwise());
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, ParkingChange change) throws IOException {
    out.writeStartArray();
    switch (change) {
      case ParkingChange.Parked(ParkedMessage message) -> {
        out.writeString("p");
        writeParked(out, message);
      }
      case ParkingChange.Failed(long number, Problem problem, boolean blocking) -> {
        out.writeString("f");
        out.writeNumber(number);
        write(out, problem);
        out.writeBoolean(blocking);
      }
      case ParkingChange.Edited(long number, Json argument) -> {
        out.writeString("e");
        out.writeNumber(number);
        argument.write(out);
      }
      case ParkingChange.Released(long number, boolean handled) -> {
        out.writeString(handled ? "d" : "x");
        out.writeNumber(number);
      }
    }
    out.writeEndArray();
  }

  /** The elements of a parked message, within an array; the call and its other last. */
  private static void writeParked(JsonGenerator out, ParkedMessage message) throws IOException {
    out.writeString(message.lane());
    out.writeString(message.id().key());
    CommitCodec.writeCallerArray(out, message.caller());
    write(out, message.problem());
    out.writeNumber(message.tries());
    out.writeBoolean(message.blocking());
    writeCalls(out, message.call(), message.otherwise());
  }

  private static void write(JsonGenerator out, Problem problem) throws IOException {
    out.writeStartArray();
    out.writeString(problem.code());
    out.writeString(problem.kind().name());
    out.writeNumber(problem.status());
    out.writeString(problem.title());
    out.writeString(problem.detail());
    out.writeString(problem.pointer());
    out.writeEndArray();
  }
}
