package dev.holdfast.services.routing.wire;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.services.Origin;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What made a call, as it goes from node to node. */
final class OriginCodec {
  private static final int ASKED = 0;
  private static final int DELIVERED = 1;
  private static final int TIMER = 2;
  private static final int RETRY = 3;
  private static final int EDIT = 4;
  private static final int SKIP = 5;

  private OriginCodec() {}

  static void write(WireWriter out, Origin origin) {
    switch (origin) {
      case Origin.Asked _ -> out.small(ASKED);
      case Origin.Delivered delivered -> {
        out.small(DELIVERED).text(delivered.lane());
        write(out, delivered.id());
        out.flag(delivered.previous().isPresent());
        delivered.previous().ifPresent(id -> write(out, id));
        out.flag(delivered.otherwise().isPresent());
        delivered
            .otherwise()
            .ifPresent(
                call -> out.text(call.target().key()).text(call.handler()).json(call.argument()));
        out.flag(delivered.waits());
        write(out, delivered.givenUp());
      }
      case Origin.TimerDue(var name, var sequence, var givenUp) -> {
        out.small(TIMER).text(name).number(sequence);
        write(out, givenUp);
      }
      case Origin.Repair(var number, var action, var by) -> {
        switch (action) {
          case Origin.Repair.Action.Retry _ -> out.small(RETRY);
          case Origin.Repair.Action.Edit(var argument) -> out.small(EDIT).json(argument);
          case Origin.Repair.Action.Skip _ -> out.small(SKIP);
        }
        write(out.number(number), by);
      }
    }
  }

  static void write(WireWriter out, Caller caller) {
    out.text(caller.kind().name()).text(caller.name()).count(caller.roles().size());
    caller.roles().forEach(out::text);
  }

  static Caller readCaller(WireReader in) {
    Caller.Kind kind = Caller.Kind.valueOf(in.text());
    String name = in.text();
    Set<String> roles = new LinkedHashSet<>();
    for (int count = in.count(); count > 0; count--) {
      roles.add(in.text());
    }
    return new Caller(kind, name, roles);
  }

  private static void write(WireWriter out, MessageId id) {
    out.count(id.slice()).number(id.offset()).count(id.index());
  }

  private static void write(WireWriter out, Optional<Origin.GivenUp> givenUp) {
    out.flag(givenUp.isPresent());
    if (givenUp.isPresent()) {
      Problem problem = givenUp.get().problem();
      out.count(givenUp.get().tries());
      out.text(problem.code()).text(problem.kind().name()).count(problem.status());
      out.text(problem.title()).text(problem.detail()).text(problem.pointer());
    }
  }

  static Origin read(WireReader in) {
    int kind = in.small();
    return switch (kind) {
      case ASKED -> Origin.Asked.ASKED;
      case DELIVERED ->
          new Origin.Delivered(
              in.text(),
              readId(in),
              in.flag() ? Optional.of(readId(in)) : Optional.empty(),
              in.flag() ? Optional.of(readCall(in)) : Optional.empty(),
              in.flag(),
              readGivenUp(in));
      case TIMER -> new Origin.TimerDue(in.text(), in.number(), readGivenUp(in));
      case RETRY -> readRepair(in, new Origin.Repair.Action.Retry());
      case EDIT -> readRepair(in, new Origin.Repair.Action.Edit(in.json()));
      case SKIP -> readRepair(in, new Origin.Repair.Action.Skip());
      default -> throw new IllegalArgumentException("Not an origin of a call: " + kind);
    };
  }

  private static Origin readRepair(WireReader in, Origin.Repair.Action action) {
    return new Origin.Repair(in.number(), action, readCaller(in));
  }

  private static MessageId readId(WireReader in) {
    return new MessageId(in.count(), in.number(), in.count());
  }

  private static HandlerCall readCall(WireReader in) {
    return new HandlerCall(EntityId.parse(in.text()), in.text(), in.json());
  }

  private static Optional<Origin.GivenUp> readGivenUp(WireReader in) {
    if (!in.flag()) {
      return Optional.empty();
    }
    int tries = in.count();
    var problem =
        new Problem(
            in.text(),
            Problem.Kind.valueOf(in.text()),
            in.count(),
            in.text(),
            in.text(),
            in.text());
    return Optional.of(new Origin.GivenUp(problem, tries));
  }
}
