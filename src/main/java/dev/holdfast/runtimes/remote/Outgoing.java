package dev.holdfast.runtimes.remote;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.runtimes.remote.Reply.CallPart;
import dev.holdfast.runtimes.remote.Reply.PublishPart;
import dev.holdfast.runtimes.remote.Reply.SendPart;
import dev.holdfast.runtimes.remote.Reply.TimerPart;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what a function wants done beside the state into the outbox of its commit.
 *
 * <p>Invariant: what leaves here can be journaled and delivered; all else is the function's
 * failure, named before anything is written.
 */
final class Outgoing {
  private final Invocation invocation;

  Outgoing(Invocation invocation) {
    this.invocation = invocation;
  }

  Outbox outbox(Reply.Decided decided) throws FunctionFailed {
    if (decided.sends().isEmpty() && decided.publishes().isEmpty() && decided.timers().isEmpty()) {
      return Outbox.EMPTY;
    }
    List<Send> sends = new ArrayList<>();
    for (SendPart send : decided.sends()) {
      sends.add(send(send));
    }
    List<Publication> publications = new ArrayList<>();
    for (PublishPart publish : decided.publishes()) {
      publications.add(publication(publish));
    }
    List<TimerChange> timers = new ArrayList<>();
    for (TimerPart timer : decided.timers()) {
      timers.add(timer(timer));
    }
    return new Outbox(sends, publications, timers, List.of());
  }

  private Send send(SendPart part) throws FunctionFailed {
    Optional<HandlerCall> otherwise = Optional.empty();
    if (part.otherwise().isPresent()) {
      CallPart back = part.otherwise().get();
      otherwise = Optional.of(new HandlerCall(invocation.id(), back.handler(), back.argument()));
    }
    return new Send(call(part.call()), otherwise);
  }

  private HandlerCall call(CallPart part) throws FunctionFailed {
    if (!EntityId.isService(part.service())) {
      throw failed("it calls \"" + part.service() + "\", which is no service name");
    }
    if (!EntityId.isId(part.id())) {
      throw failed(
          "it calls %s with the id \"%s\": 1 to %d characters, no slash, no control character"
              .formatted(part.service(), part.id(), EntityId.LONGEST_ID));
    }
    return new HandlerCall(
        new EntityId(part.service(), part.id()), part.handler(), part.argument());
  }

  private Publication publication(PublishPart part) throws FunctionFailed {
    String key = part.key().orElse(invocation.id().id());
    if (!Publication.isTopic(part.topic())) {
      throw failed("it publishes to \"" + part.topic() + "\", which is no name of a topic");
    }
    if (!Publication.isKey(key)) {
      throw failed("it publishes to " + part.topic() + " with the key \"" + key + "\"");
    }
    return new Publication(part.topic(), key, part.payload(), Map.of());
  }

  private TimerChange timer(TimerPart part) throws FunctionFailed {
    if (!TimerChange.isName(part.name())) {
      throw failed("it names a timer \"" + part.name() + "\"");
    }
    if (part.cancel()) {
      return new TimerChange.Gone(part.name());
    }
    if (part.call().isEmpty()) {
      throw failed("the timer " + part.name() + " has no call");
    }
    Send call = new Send(call(part.call().get()), Optional.empty());
    return new TimerChange.Set(part.name(), due(part), call);
  }

  /** A time that has passed is now, so that nothing in a journal is older than its commit. */
  private Instant due(TimerPart part) throws FunctionFailed {
    Instant now = invocation.now();
    Instant due;
    try {
      due =
          part.at().isPresent()
              ? Instant.parse(part.at().get())
              : now.plusMillis(part.after().orElse(-1));
    } catch (DateTimeException | ArithmeticException e) {
      throw failed("the timer " + part.name() + " has no time: " + e.getMessage());
    }
    if (part.at().isEmpty() && part.after().orElse(-1) < 0) {
      throw failed("the timer " + part.name() + " needs \"after\", not negative, or \"at\"");
    }
    if (due.isAfter(now.plus(TimerChange.LONGEST_DELAY))) {
      throw failed("the timer " + part.name() + " is due in more than 100 years");
    }
    return due.isBefore(now) ? now : due;
  }

  private FunctionFailed failed(String what) {
    String who = invocation.id().service() + "." + invocation.handler();
    return new FunctionFailed(who + ": " + what, new NoAnswer(what));
  }
}
