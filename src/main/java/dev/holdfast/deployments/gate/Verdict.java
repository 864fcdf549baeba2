package dev.holdfast.deployments.gate;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import dev.holdfast.runtimes.Decision;
import java.util.List;
import java.util.Optional;

/** What became of a command, whether it stands in the journal or was decided just now. */
sealed interface Verdict {
  record Accepted(List<EventData> events, Json reply, Outbox outbox) implements Verdict {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /**
   * Refused by a value.
   *
   * @param problem absent of a message that its sender was told of: the journal has the telling
   */
  record Rejected(Optional<Problem> problem) implements Verdict {}

  /** The handler did not come to a decision. */
  record Failed(String why) implements Verdict {}

  static Verdict of(Decision decision) {
    return switch (decision) {
      case Decision.Accepted(var events, var _, var reply, var outbox) ->
          new Accepted(events, reply, outbox);
      case Decision.Rejected(var problem) -> new Rejected(Optional.of(problem));
    };
  }

  /**
   * What a commit says that its handler decided, without what the platform added to it.
   *
   * @param now beside which it is looked at
   */
  static Verdict of(CommitRow row, Verdict now) {
    Commit commit = row.commit();
    Outbox outbox = commit.outbox();
    for (ParkingChange change : outbox.parking()) {
      // A message that was rejected is kept with the reason: the first time, and again.
      switch (change) {
        case ParkingChange.Parked(var message) -> {
          return new Rejected(Optional.of(message.problem()));
        }
        case ParkingChange.Failed(var _, var problem, var _) -> {
          return new Rejected(Optional.of(problem));
        }
        case ParkingChange.Edited _, ParkingChange.Released _ -> {}
      }
    }
    if (outbox.sends().stream().anyMatch(Send::returned)) {
      return new Rejected(Optional.empty());
    }
    var own =
        new Outbox(
            outbox.sends(), outbox.publications(), timers(row, now), List.<ParkingChange>of());
    return new Accepted(commit.events(), commit.reply(), own);
  }

  /**
   * Those that the handler changed. A timer that went off is gone by the platform's hand; no commit
   * says so, hence a timer that is gone first, in a call of the instance's own service, counts as
   * the handler's only where the handler now changes as many.
   */
  private static List<TimerChange> timers(CommitRow row, Verdict now) {
    List<TimerChange> own =
        row.commit().outbox().timers().stream()
            .filter(change -> TimerChange.isName(change.name()))
            .toList();
    String service = row.entity().substring(0, row.entity().indexOf('/'));
    boolean mayHaveGoneOff =
        !own.isEmpty()
            && own.getFirst() instanceof TimerChange.Gone
            && row.commit().caller().equals(Caller.service(service));
    return mayHaveGoneOff
            && now instanceof Accepted accepted
            && accepted.outbox().timers().size() == own.size() - 1
        ? own.subList(1, own.size())
        : own;
  }
}
