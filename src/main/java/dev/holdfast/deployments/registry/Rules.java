package dev.holdfast.deployments.registry;

import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of an order. */
final class Rules {
  private final Deployment now;
  private final Instant time;

  private Rules(Deployment now, Instant time) {
    this.now = now;
    this.time = time;
  }

  /** What was decided; nothing for an order that is carried out already. */
  sealed interface Decided {
    record Changes(List<Change> changes) implements Decided {
      public Changes {
        changes = List.copyOf(changes);
      }
    }

    record Refused(Problem problem) implements Decided {}
  }

  static Decided decide(Deployment now, Order order, Instant time) {
    var rules = new Rules(now, time);
    return switch (order) {
      case Order.Add(Version version, _) -> {
        // What is known keeps its number, and is the newest again. The same code reached in another
        // way is another version: it may be that nobody can reach it so.
        int number = now.like(version).map(Version::number).orElse(now.next());
        yield changes(new Change.VersionAdded(version.numbered(number)));
      }
      case Order.Refuse(String id, String report, String by) ->
          changes(new Change.GateRefused(id, report, by, time));
      case Order.Share share -> rules.share(share);
      case Order.Promote(int number, String by) -> rules.promote(number, by);
      case Order.RollBack back -> rules.rollBack(back);
      case Order.Remove(String by) ->
          now.stable() == 0 && now.canary() == 0
              ? changes()
              : changes(new Change.Removed(by, time));
    };
  }

  private static Decided.Changes changes(Change... changes) {
    return new Decided.Changes(List.of(changes));
  }

  private Decided share(Order.Share order) {
    if (now.version(order.number()).isEmpty()) {
      return unknown(order.number());
    }
    if (order.share() < 0 || order.share() > Rollout.ALL) {
      return refused("A share is between 0 and 100 %.");
    }
    if (now.stable() == 0) {
      return refused("No version runs yet that the others could run: promote it.");
    }
    if (now.stable() == order.number()) {
      return refused("Version %d runs for all already.".formatted(order.number()));
    }
    return now.canary() == order.number() && now.share() == order.share()
        ? changes()
        : changes(new Change.ShareSet(order.number(), order.share(), order.by(), time));
  }

  private Decided promote(int number, String by) {
    if (now.version(number).isEmpty()) {
      return unknown(number);
    }
    return now.stable() == number && now.canary() == 0
        ? changes()
        : changes(new Change.Promoted(number, by, time));
  }

  private Decided rollBack(Order.RollBack order) {
    int from = now.canary() != 0 ? now.canary() : now.stable();
    if (order.from() != 0 && order.from() != from) {
      // Whoever saw it fail has seen something older.
      return changes();
    }
    Optional<Version> to = order.number() == 0 ? now.rollsBackTo() : now.version(order.number());
    if (to.isEmpty()) {
      return order.number() == 0
          ? refused("There is no version before to go back to.")
          : unknown(order.number());
    }
    int number = to.get().number();
    return now.stable() == number && now.canary() == 0
        ? changes()
        : changes(new Change.RolledBack(number, from, order.why(), order.by(), time));
  }

  private static Decided unknown(int number) {
    return new Decided.Refused(
        ProblemCode.UNKNOWN_VERSION.problem("There is no version " + number + "."));
  }

  private static Decided refused(String why) {
    return new Decided.Refused(ProblemCode.INVALID_REQUEST.problem(why));
  }
}
