package dev.holdfast.services.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a message before any handler runs, and what is told of those that are parked. */
class MessageRulesTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final HandlerCall CALL =
      new HandlerCall(new EntityId("till", "a"), "take", Json.of("5"));

  private final MessageRules rules = new MessageRules(3, 100);
  private final Messages known = new Messages(true);
  private long sequence;

  private static Call delivered(String lane, long offset, Optional<Origin.GivenUp> givenUp) {
    var id = new MessageId(1, offset, 0);
    return Call.of(
        CALL,
        Caller.service("shop"),
        NOON,
        new Origin.Delivered(lane, id, Optional.empty(), Optional.empty(), true, givenUp));
  }

  private void commit(Call call, Outbox outbox) {
    var origin = (Origin.Delivered) call.origin();
    var commit =
        new Commit(
            Optional.of(Cause.message(origin.lane(), origin.id())),
            call.handler(),
            List.of(),
            Json.NULL,
            call.caller(),
            NOON,
            "v1",
            outbox,
            Optional.empty());
    known.apply(commit, ++sequence);
  }

  private void park(String lane, long offset) {
    var failed = new Origin.GivenUp(ProblemCode.HANDLER_FAILED.problem("It broke."), 5);
    Call call = delivered(lane, offset, Optional.of(failed));
    commit(call, assertInstanceOf(Plan.Write.class, rules.plan(known, call)).outbox());
  }

  @Test
  void aMessageOfALaneThatWasBegunAnewSinceIsDone() {
    commit(delivered("till.take.orders@1", 7, Optional.empty()), Outbox.EMPTY);
    Call again = delivered("till.take.orders@2", 3, Optional.empty());
    assertInstanceOf(Plan.Run.class, rules.plan(known, again));
    commit(again, Outbox.EMPTY);
    Call late = delivered("till.take.orders@1", 8, Optional.empty());
    assertInstanceOf(Plan.Done.class, rules.plan(known, late));
    assertInstanceOf(Plan.Done.class, rules.plan(known, again), "what is known is not forgotten");
    Call tenth = delivered("till.take.orders@10", 1, Optional.empty());
    assertInstanceOf(Plan.Run.class, rules.plan(known, tenth), "numbers, not texts");
  }

  @Test
  void calendarsOfInstancesWithASignInTheirNamesStayApart() {
    Call first = delivered("cron till.close.a@1", 7, Optional.empty());
    Call second = delivered("cron till.close.a@2", 7, Optional.empty());
    commit(first, Outbox.EMPTY);
    commit(second, Outbox.EMPTY);
    assertInstanceOf(Plan.Done.class, rules.plan(known, first));
    Call mail = delivered("cron till.close.ada@example.org", 7, Optional.empty());
    assertInstanceOf(Plan.Run.class, rules.plan(known, mail));
  }

  @Test
  void aRepairIsWrittenAsOfTheHandlerOfTheMessage() {
    park("lane@1", 7);
    for (Origin.Repair.Action action :
        List.of(new Origin.Repair.Action.Edit(Json.of("6")), new Origin.Repair.Action.Skip())) {
      var origin = new Origin.Repair(1, action, Caller.OPERATOR);
      var nothing = new HandlerCall(CALL.target(), "", Json.NULL);
      Plan plan = rules.plan(known, Call.of(nothing, Caller.OPERATOR, NOON, origin));
      assertEquals("take", assertInstanceOf(Plan.Write.class, plan).call().handler());
    }
  }

  @Test
  void aListOfWhatIsParkedLeavesOutLargeArgumentsAndIsCut() {
    park("lane@1", 1);
    for (int i = 2; i <= 101; i++) {
      Call call = delivered("lane@1", i, Optional.empty());
      Plan plan = rules.plan(known, call);
      if (plan instanceof Plan.Write(Call _, Outbox outbox)) {
        commit(call, outbox);
      }
    }
    String all = MessagesView.of(known).toString();
    assertTrue(all.contains("\"number\":1,\"handler\":\"take\",\"argument\":5,"), all);
    assertTrue(all.contains("\"waiting\":true"), all);
    assertTrue(all.endsWith("\"moreParked\":0}"), all);
    assertEquals(100, known.parked().size());
    assertInstanceOf(
        Plan.Refuse.class, rules.plan(known, delivered("lane@1", 102, Optional.empty())));
    assertTrue(MessagesView.of(known, 1).isPresent());
    assertFalse(MessagesView.of(known, 999).isPresent());
  }
}
