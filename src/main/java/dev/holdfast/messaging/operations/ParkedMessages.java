package dev.holdfast.messaging.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.messages.Deliveries;
import dev.holdfast.journal.messages.ParkedKey;
import dev.holdfast.journal.messages.ParkedRow;
import dev.holdfast.messaging.MessagingOperations.ParkedPage;
import dev.holdfast.messaging.MessagingOperations.Repair;
import dev.holdfast.messaging.OperationRefused;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.history.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What instances could not handle: lists of it, one message, and what is done to it. */
final class ParkedMessages {
  /** Between instance and number in a cursor. */
  private static final char NUMBER = '#';

  /** Commits after the one that parked a message that are looked at for what was done to it. */
  private static final int STORY = 1000;

  private static final int PAGE = 100;

  /** What a retry can fail with that is written down: of the message, not of the situation. */
  private static final Set<String> OF_THE_MESSAGE =
      Set.of(
          ProblemCode.HANDLER_FAILED.code(),
          ProblemCode.INVALID_ARGUMENT.code(),
          ProblemCode.INVALID_JSON.code(),
          ProblemCode.INVALID_REQUEST.code());

  private final OperationParts parts;

  ParkedMessages(OperationParts parts) {
    this.parts = parts;
  }

  Json page(ParkedPage page) throws OperationRefused {
    ParkedKey after = cursor(page.cursor());
    Deliveries book = parts.journal().deliveries();
    List<ParkedRow> rows;
    if (!page.instance().isEmpty()) {
      long number = after.entity().equals(page.instance()) ? after.number() : 0;
      rows = book.parkedOf(page.instance(), number, page.limit());
    } else if (!page.service().isEmpty()) {
      rows = book.parkedOfService(page.service(), after, page.limit());
    } else {
      rows = book.parked(after, page.limit());
    }
    ObjectNode document = Documents.object();
    ArrayNode parked = document.putArray("parked");
    for (ParkedRow row : rows) {
      ObjectNode one = Documents.put(parked.addObject(), EntityId.parse(row.entity()));
      one.put("number", row.number()).put("since", row.since().toString());
      one.put("lane", row.lane()).put("handler", row.handler());
      Documents.put(one, row.failure()).put("blocking", row.blocking());
      one.put("waiting", row.failure().tries() == 0);
    }
    if (rows.size() == page.limit()) {
      document.put("cursor", rows.getLast().entity() + NUMBER + rows.getLast().number());
    }
    return Documents.json(document);
  }

  private static ParkedKey cursor(String text) throws OperationRefused {
    if (text.isEmpty()) {
      return ParkedKey.START;
    }
    int at = text.lastIndexOf(NUMBER);
    try {
      return new ParkedKey(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new OperationRefused(
          ProblemCode.INVALID_REQUEST.problem("cursor must be the cursor that a page had."));
    }
  }

  Json message(EntityId instance, long number, Instant deadline) throws OperationRefused {
    Outcome outcome =
        parts.services().parked(instance, number, deadline).toCompletableFuture().join();
    if (outcome instanceof Outcome.Refused(Problem problem, int _)) {
      throw new OperationRefused(problem);
    }
    ObjectNode document = Documents.put(Documents.object(), instance).put("number", number);
    if (outcome instanceof Outcome.Inspected inspected) {
      Documents.put(document.put("sequence", inspected.sequence()), "message", inspected.state());
    }
    met(instance, number, deadline).ifPresent(state -> document.set("met", state));
    story(document, instance, number);
    return Documents.json(document);
  }

  /** The state that the message met; there is none before the first commit, or without a state. */
  private Optional<ObjectNode> met(EntityId instance, long number, Instant deadline) {
    if (number <= 1) {
      return Optional.empty();
    }
    return parts.history().state(instance, new Moment.Sequence(number - 1), deadline)
            instanceof Outcome.Inspected then
        ? Optional.of(
            Documents.put(
                Documents.object()
                    .put("sequence", then.sequence())
                    .put("time", then.time().toString()),
                "state",
                then.state()))
        : Optional.empty();
  }

  /** What was done to it, as commits have it, the first of them that which parked it. */
  private void story(ObjectNode document, EntityId instance, long number) {
    ArrayNode story = document.putArray("story");
    long from = number;
    for (int seen = 0; seen < STORY; ) {
      List<CommitRow> rows =
          parts.journal().reads().commits(instance.key(), from, Long.MAX_VALUE, PAGE);
      for (CommitRow row : rows) {
        for (ParkingChange change : row.commit().outbox().parking()) {
          tell(story, row, change, number);
        }
      }
      seen += rows.size();
      if (rows.size() < PAGE) {
        return;
      }
      from = rows.getLast().sequence() + 1;
    }
    document.put("storyUpTo", from - 1);
  }

  private static void tell(ArrayNode story, CommitRow row, ParkingChange change, long number) {
    switch (change) {
      case ParkingChange.Parked(var message) -> {
        if (row.sequence() == number) {
          Documents.put(step(story, row, "parked"), message.problem())
              .put("tries", message.tries());
        }
      }
      case ParkingChange.Failed(var other, var problem, var _) -> {
        if (other == number) {
          Documents.put(step(story, row, "failed"), problem);
        }
      }
      case ParkingChange.Edited(var other, var argument) -> {
        if (other == number) {
          Documents.put(step(story, row, "edited"), "argument", argument);
        }
      }
      case ParkingChange.Released(var other, var handled) -> {
        if (other == number) {
          step(story, row, handled ? "handled" : "skipped");
        }
      }
    }
  }

  private static ObjectNode step(ArrayNode story, CommitRow row, String what) {
    ObjectNode step = story.addObject().put("change", what).put("sequence", row.sequence());
    return Documents.put(step.put("time", row.commit().time().toString()), row.commit().caller());
  }

  Json repair(Repair repair) throws OperationRefused {
    var nothing = new HandlerCall(repair.instance(), "", Json.NULL);
    var origin = new Origin.Repair(repair.number(), repair.action(), repair.by());
    Outcome outcome =
        parts
            .services()
            .deliver(Call.of(nothing, repair.by(), repair.deadline(), origin))
            .toCompletableFuture()
            .join();
    ObjectNode document =
        Documents.put(Documents.object(), repair.instance()).put("number", repair.number());
    boolean retry = repair.action() instanceof Origin.Repair.Action.Retry;
    switch (outcome) {
      case Outcome.Replied replied -> {
        document.put("outcome", done(repair.action())).put("sequence", replied.sequence());
        if (retry) {
          Documents.put(document, "reply", replied.reply());
        }
      }
      case Outcome.Refused(Problem problem, int _) when retry && isOfTheMessage(problem) ->
          Documents.put(document.put("outcome", "failed"), problem);
      case Outcome.Refused(Problem problem, int _) -> throw new OperationRefused(problem);
      case Outcome.Answered _, Outcome.Inspected _ ->
          throw new IllegalStateException("A repair is answered like a command: " + outcome);
    }
    return Documents.json(document);
  }

  private static String done(Origin.Repair.Action action) {
    return switch (action) {
      case Origin.Repair.Action.Retry _ -> "handled";
      case Origin.Repair.Action.Edit _ -> "edited";
      case Origin.Repair.Action.Skip _ -> "skipped";
    };
  }

  /** The instance has written that it failed again: a rejection, or what its handler threw. */
  private static boolean isOfTheMessage(Problem problem) {
    return problem.code().indexOf('/') > 0 || OF_THE_MESSAGE.contains(problem.code());
  }
}
