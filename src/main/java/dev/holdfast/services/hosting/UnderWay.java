package dev.holdfast.services.hosting;

import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The tracked requests that an instance has and has not answered. A copy of one of them, sent again
 * after a silence, is not needed: the answer to the first one is for both.
 */
final class UnderWay {
  private final BiConsumer<RequestId, Outcome> answeredWithoutCommit;
  private @Nullable Set<RequestId> requests;

  UnderWay(BiConsumer<RequestId, Outcome> answeredWithoutCommit) {
    this.answeredWithoutCommit = answeredWithoutCommit;
  }

  static RequestId numberOf(Attempt attempt) {
    return new RequestId(attempt.id().origin(), attempt.number());
  }

  boolean has(Attempt attempt) {
    return requests != null && requests.contains(numberOf(attempt));
  }

  /** The command as the instance shall work on it; empty for a copy of one under way. */
  Optional<EntityMessage.Command> enter(EntityMessage.Command command) {
    Attempt attempt = command.replyTo().attempt();
    if (!attempt.tracked()) {
      return Optional.of(command);
    }
    if (requests == null) {
      requests = new HashSet<>();
    }
    RequestId number = numberOf(attempt);
    return requests.add(number)
        ? Optional.of(
            new EntityMessage.Command(command.call(), new Once(number, command.replyTo())))
        : Optional.empty();
  }

  /** Whoever sent it has given up. */
  void drop(EntityMessage.Request request) {
    if (request.replyTo() instanceof Once once) {
      leave(once.number);
    }
  }

  private void leave(RequestId number) {
    if (requests != null && requests.remove(number) && requests.isEmpty()) {
      requests = null;
    }
  }

  /** Notices the answer on its way. */
  private final class Once implements ReplyPath {
    private final RequestId number;
    private final ReplyPath replyTo;

    Once(RequestId number, ReplyPath replyTo) {
      this.number = number;
      this.replyTo = replyTo;
    }

    @Override
    public void answer(Outcome outcome) {
      leave(number);
      if (isWithoutCommit(outcome)) {
        answeredWithoutCommit.accept(number, outcome);
      }
      replyTo.answer(outcome);
    }

    private static boolean isWithoutCommit(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Refused refused ->
            !refused.problem().code().equals(ProblemCode.OUTCOME_UNKNOWN.code());
        // A first result given again: its commit is known by the number of the first request.
        case Outcome.Replied replied -> replied.offset() == 0 || replied.replayed();
        case Outcome.Answered _, Outcome.Inspected _ -> false;
      };
    }

    @Override
    public void sendAgain(String why) {
      leave(number);
      replyTo.sendAgain(why);
    }

    @Override
    public void sendAgainInDoubt(String why) {
      leave(number);
      replyTo.sendAgainInDoubt(why);
    }

    @Override
    public boolean isWaiting() {
      return replyTo.isWaiting();
    }

    @Override
    public void arrived() {
      replyTo.arrived();
    }

    @Override
    public Attempt attempt() {
      return replyTo.attempt();
    }

    @Override
    public ReturnAddress returnAddress() {
      return replyTo.returnAddress();
    }
  }
}
