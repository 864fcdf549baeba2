package dev.holdfast.services.messages;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of messages, timers and parking at their instance, without its actor: what is to be
 * done with a call that one of them made, and what is written of how it ended.
 *
 * <pre>
 *   call ──plan──► done before · too early · written at once (given up, waits behind another)
 *          └─────► a handler decides ──result──► outbox of its commit
 * </pre>
 */
public final class MessageRules {
  /** Names the timers by which an instance goes on with what waited; nobody types this. */
  private static final String NEXT = "\u0001next ";

  private final int slice;
  private final int mostParked;

  /**
   * The rules at one instance.
   *
   * @param mostParked messages that it keeps at most
   */
  public MessageRules(int slice, int mostParked) {
    this.slice = slice;
    this.mostParked = mostParked;
  }

  /** Before any handler runs. */
  public Plan plan(Messages known, Call call) {
    return switch (call.origin()) {
      case Origin.Asked _ -> new Plan.Run(call);
      case Origin.Delivered delivered -> plan(known, call, delivered);
      case Origin.TimerDue timer -> plan(known, call, timer);
      case Origin.Repair repair -> plan(known, call, repair);
    };
  }

  private Plan plan(Messages known, Call call, Origin.Delivered message) {
    Optional<MessageId> last = known.last(message.lane(), message.id().slice());
    boolean handled = last.isPresent() && last.get().compareTo(message.id()) >= 0;
    if (handled || known.isSuperseded(message.lane())) {
      return new Plan.Done();
    }
    if (message.previous().isPresent() && !message.previous().equals(last)) {
      return refuse(ProblemCode.SEQUENCE_CONFLICT, "A message before this one is not handled yet.");
    }
    boolean held = message.waits() && known.isHeld(message.lane());
    if (!held && message.givenUp().isEmpty()) {
      return new Plan.Run(call);
    }
    if (known.parked().size() >= mostParked) {
      return tooManyParked(call);
    }
    Origin.GivenUp why =
        held
            ? new Origin.GivenUp(
                ProblemCode.NOT_READY.problem("It waits behind a parked message."), 0)
            : message.givenUp().get();
    return new Plan.Write(call, parking(parked(call, message, why, message.waits() && !held)));
  }

  private Plan tooManyParked(Call call) {
    return refuse(
        ProblemCode.TOO_MANY_REQUESTS,
        "%s has %d messages parked, which is its limit.".formatted(call.target(), mostParked));
  }

  private Plan plan(Messages known, Call call, Origin.TimerDue due) {
    Optional<PendingTimer> timer = known.timer(due.name());
    if (timer.isEmpty() || timer.get().sequence() != due.sequence()) {
      return new Plan.Done();
    }
    if (due.name().startsWith(NEXT)) {
      return planNext(known, call, due);
    }
    Send send = timer.get().call();
    List<TimerChange> gone = List.of(new TimerChange.Gone(due.name()));
    if (!send.call().target().equals(call.target())) {
      return new Plan.Write(call, new Outbox(List.of(send), List.of(), gone, List.of()));
    }
    Caller self = Caller.service(call.target().service());
    Call own = call.instead(send.call(), self);
    if (due.givenUp().isEmpty()) {
      return new Plan.Run(own);
    }
    if (known.parked().size() >= mostParked) {
      return tooManyParked(call);
    }
    ParkedMessage parked =
        parked(own, asMessage(due, send.otherwise()), due.givenUp().get(), false);
    return new Plan.Write(
        own, new Outbox(List.of(), List.of(), gone, List.of(new ParkingChange.Parked(parked))));
  }

  /** One that waited has its turn. */
  private static Plan planNext(Messages known, Call call, Origin.TimerDue due) {
    List<TimerChange> gone = List.of(new TimerChange.Gone(due.name()));
    Optional<Long> next = known.nextWaiting(laneOf(due.name()), 0);
    if (next.isEmpty()) {
      return new Plan.Write(call, new Outbox(List.of(), List.of(), gone, List.of()));
    }
    ParkedMessage message = known.parked(next.get()).orElseThrow();
    Call turn = call.instead(message.call(), message.caller());
    if (due.givenUp().isPresent()) {
      var failed = new ParkingChange.Failed(next.get(), due.givenUp().get().problem(), true);
      return new Plan.Write(turn, new Outbox(List.of(), List.of(), gone, List.of(failed)));
    }
    return new Plan.Run(turn);
  }

  private static Plan plan(Messages known, Call call, Origin.Repair repair) {
    Optional<ParkedMessage> message = known.parked(repair.number());
    if (message.isEmpty()) {
      return refuse(
          ProblemCode.UNKNOWN_MESSAGE,
          "%s has no parked message %d.".formatted(call.target(), repair.number()));
    }
    Call own = call.instead(message.get().call(), message.get().caller());
    return switch (repair.action()) {
      case Origin.Repair.Action.Retry _ -> new Plan.Run(own);
      case Origin.Repair.Action.Edit(var argument) ->
          new Plan.Write(own, parking(new ParkingChange.Edited(repair.number(), argument)));
      case Origin.Repair.Action.Skip _ ->
          new Plan.Write(
              own,
              new Outbox(
                  List.of(),
                  List.of(),
                  next(known, call, message.get().lane(), repair.number()),
                  List.of(new ParkingChange.Released(repair.number(), false))));
    };
  }

  /**
   * What is written of a call whose handler has decided.
   *
   * @param call the one that {@link Plan.Run} named
   */
  public Plan.Result result(Messages known, Call call, Decision decision) {
    return switch (call.origin()) {
      case Origin.Asked _ ->
          throw new IllegalArgumentException("Whoever asks is answered: " + call.target());
      case Origin.Delivered message ->
          switch (decision) {
            case Decision.Accepted accepted -> written(accepted.outbox());
            case Decision.Rejected(var problem) ->
                written(rejected(call, message, problem, List.of()));
          };
      case Origin.TimerDue due when due.name().startsWith(NEXT) ->
          released(known, call, known.nextWaiting(laneOf(due.name()), 0).orElseThrow(), decision);
      case Origin.TimerDue due -> fired(known, call, due, decision);
      case Origin.Repair repair -> released(known, call, repair.number(), decision);
    };
  }

  private static Plan.Result written(Outbox outbox) {
    return new Plan.Result(outbox, Optional.empty());
  }

  private Plan.Result fired(Messages known, Call call, Origin.TimerDue due, Decision decision) {
    List<TimerChange> gone = List.of(new TimerChange.Gone(due.name()));
    Optional<HandlerCall> otherwise =
        known.timer(due.name()).flatMap(timer -> timer.call().otherwise());
    return switch (decision) {
      case Decision.Accepted(var _, var _, var _, var outbox) ->
          written(with(outbox, gone, List.of()));
      case Decision.Rejected(var problem) ->
          written(rejected(call, asMessage(due, otherwise), problem, gone));
    };
  }

  /** A parked message was tried again, by an operator or because its turn has come. */
  private static Plan.Result released(Messages known, Call call, long number, Decision decision) {
    ParkedMessage message = known.parked(number).orElseThrow();
    List<TimerChange> gone = goneNext(call);
    return switch (decision) {
      case Decision.Accepted(var _, var _, var _, var outbox) ->
          written(
              with(
                  outbox,
                  concat(gone, next(known, call, message.lane(), number)),
                  List.of(new ParkingChange.Released(number, true))));
      case Decision.Rejected(var problem) when message.otherwise().isPresent() ->
          written(
              new Outbox(
                  List.of(Send.back(message.otherwise().get())),
                  List.of(),
                  concat(gone, next(known, call, message.lane(), number)),
                  List.of(new ParkingChange.Released(number, true))));
      case Decision.Rejected(var problem) ->
          new Plan.Result(
              new Outbox(
                  List.of(),
                  List.of(),
                  concat(
                      gone,
                      message.isWaiting() ? next(known, call, message.lane(), number) : List.of()),
                  List.of(new ParkingChange.Failed(number, problem, message.blocking()))),
              Optional.of(problem));
    };
  }

  /** What an operator's retry that failed leaves behind. */
  public Plan.Result failed(Messages known, Call call, Problem problem) {
    var repair = (Origin.Repair) call.origin();
    boolean blocking = known.parked(repair.number()).map(ParkedMessage::blocking).orElse(false);
    return new Plan.Result(
        parking(new ParkingChange.Failed(repair.number(), problem, blocking)),
        Optional.of(problem));
  }

  private Outbox rejected(
      Call call, Origin.Delivered message, Problem problem, List<TimerChange> timers) {
    if (message.otherwise().isPresent()) {
      var back = Send.back(message.otherwise().get());
      return new Outbox(List.of(back), List.of(), timers, List.of());
    }
    ParkedMessage parked = parked(call, message, new Origin.GivenUp(problem, 1), false);
    return new Outbox(List.of(), List.of(), timers, List.of(new ParkingChange.Parked(parked)));
  }

  private static List<TimerChange> goneNext(Call call) {
    return call.origin() instanceof Origin.TimerDue due
        ? List.of(new TimerChange.Gone(due.name()))
        : List.of();
  }

  /** Goes on with what waits in a lane once a message is gone; nothing where nothing does. */
  private static List<TimerChange> next(Messages known, Call call, String lane, long gone) {
    if (known.nextWaiting(lane, gone).isEmpty()) {
      return List.of();
    }
    var own = new HandlerCall(call.target(), "", dev.holdfast.protocol.Json.NULL);
    return List.of(
        new TimerChange.Set(NEXT + lane, Instant.EPOCH, new Send(own, Optional.empty())));
  }

  private static String laneOf(String nextTimer) {
    return nextTimer.substring(NEXT.length());
  }

  private Origin.Delivered asMessage(Origin.TimerDue due, Optional<HandlerCall> otherwise) {
    return new Origin.Delivered(
        "timer " + due.name(),
        new MessageId(slice, due.sequence(), 0),
        Optional.empty(),
        otherwise,
        false,
        due.givenUp());
  }

  private static ParkedMessage parked(
      Call call, Origin.Delivered message, Origin.GivenUp why, boolean blocking) {
    return new ParkedMessage(
        new HandlerCall(call.target(), call.handler(), call.argument()),
        message.otherwise(),
        message.lane(),
        message.id(),
        call.caller(),
        why.problem(),
        why.tries(),
        blocking);
  }

  private static Outbox parking(ParkedMessage message) {
    return parking(new ParkingChange.Parked(message));
  }

  private static Outbox parking(ParkingChange change) {
    return new Outbox(List.of(), List.of(), List.of(), List.of(change));
  }

  /** Ours first, so that a handler may set its own timer again. */
  private static Outbox with(
      Outbox handlers, List<TimerChange> timers, List<ParkingChange> parking) {
    return new Outbox(
        handlers.sends(),
        handlers.publications(),
        concat(timers, handlers.timers()),
        concat(parking, handlers.parking()));
  }

  private static <T> List<T> concat(List<? extends T> first, List<? extends T> second) {
    var all = new ArrayList<T>(first);
    all.addAll(second);
    return all;
  }

  private static Plan refuse(ProblemCode code, String detail) {
    return new Plan.Refuse(code.problem(detail));
  }
}
