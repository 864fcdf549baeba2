package dev.holdfast.edge.rows;

import dev.holdfast.edge.input.JsonStrings;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a commit causes beside the state, as fields of its row: only those that say something. */
public final class OutboxRows {
  private final StringBuilder to;
  private final long sequence;

  private OutboxRows(StringBuilder to, long sequence) {
    this.to = to;
    this.sequence = sequence;
  }

  /**
   * Appends {@code ,"sends":[…],"publishes":[…],"timers":[…],"parking":[…]}.
   *
   * @param sequence of the commit
   */
  public static void write(StringBuilder to, Outbox outbox, long sequence) {
    if (outbox.isEmpty()) {
      return;
    }
    var rows = new OutboxRows(to, sequence);
    rows.list("sends", outbox.sends(), rows::send);
    rows.list("publishes", outbox.publications(), rows::publication);
    List<TimerChange> timers =
        outbox.timers().stream().filter(timer -> TimerChange.isName(timer.name())).toList();
    rows.list("timers", timers, rows::timer);
    rows.list("parking", outbox.parking(), rows::parking);
  }

  private <T> void list(String name, List<T> things, Consumer<T> write) {
    if (things.isEmpty()) {
      return;
    }
    to.append(",\"").append(name).append("\":[");
    String comma = "";
    for (T thing : things) {
      to.append(comma).append('{');
      write.accept(thing);
      to.append('}');
      comma = ",";
    }
    to.append(']');
  }

  private void field(String name, String text) {
    to.append('"').append(name).append("\":");
    JsonStrings.quote(to, text);
  }

  private void next(String name, String text) {
    to.append(',');
    field(name, text);
  }

  private void call(HandlerCall call) {
    field("service", call.target().service());
    next("id", call.target().id());
    next("handler", call.handler());
    to.append(",\"argument\":").append(call.argument());
  }

  private void send(Send send) {
    call(send.call());
    if (send.otherwise().isPresent()) {
      to.append(",\"otherwise\":{");
      call(send.otherwise().get());
      to.append('}');
    }
  }

  private void publication(Publication publication) {
    field("topic", publication.topic());
    next("key", publication.key());
    to.append(",\"payload\":").append(publication.payload());
    if (!publication.attributes().isEmpty()) {
      to.append(",\"attributes\":{");
      String comma = "";
      for (Map.Entry<String, String> attribute : publication.attributes().entrySet()) {
        to.append(comma);
        JsonStrings.quote(to, attribute.getKey());
        to.append(':');
        JsonStrings.quote(to, attribute.getValue());
        comma = ",";
      }
      to.append('}');
    }
  }

  private void timer(TimerChange change) {
    field("name", change.name());
    switch (change) {
      case TimerChange.Set(var _, var due, var send) -> {
        to.append(",\"due\":\"").append(due).append("\",");
        send(send);
      }
      case TimerChange.Gone _ -> to.append(",\"gone\":true");
    }
  }

  private void parking(ParkingChange change) {
    switch (change) {
      case ParkingChange.Parked(ParkedMessage message) -> {
        change(message.isWaiting() ? "waits" : "parked", sequence);
        next("handler", message.call().handler());
        next("lane", message.lane());
        next("message", message.id().key());
        problem(message.problem());
        to.append(",\"tries\":").append(message.tries());
        to.append(",\"blocking\":").append(message.blocking());
      }
      case ParkingChange.Failed(long number, Problem problem, boolean blocking) -> {
        change("failed", number);
        problem(problem);
        to.append(",\"blocking\":").append(blocking);
      }
      case ParkingChange.Edited(long number, var argument) -> {
        change("edited", number);
        to.append(",\"argument\":").append(argument);
      }
      case ParkingChange.Released(long number, boolean handled) ->
          change(handled ? "handled" : "skipped", number);
    }
  }

  private void change(String change, long number) {
    field("change", change);
    to.append(",\"number\":").append(number);
  }

  private void problem(Problem problem) {
    to.append(",\"problem\":{");
    field("code", problem.code());
    next("detail", problem.detail());
    to.append('}');
  }
}
