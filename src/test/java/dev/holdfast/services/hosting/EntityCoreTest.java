package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.InvalidArgument;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.Call;
import dev.holdfast.services.Origin;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.messages.MessageRules;
import dev.holdfast.services.routing.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EntityCoreTest {
  private static final EntityId ID = new EntityId("counter", "c1");
  static final Attempt ONCE = Attempt.only(new RequestId(1, 1));

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final CounterRuntime runtime = new CounterRuntime("counter", "v1");
  private final EntityCore core =
      new EntityCore(
          ID,
          runtime,
          new Inbox.Window(3, Duration.ofHours(1), 4),
          new MessageRules(0, 10),
          "here");
  private final List<Commit> journal = new ArrayList<>();
  private EntityState state = core.empty();

  @Test
  void aCommandBecomesACommitAndTheNextState() throws Exception {
    EntityCore.Conclusion.Write write = write(call("add", "5", "k1"), NOON);
    assertEquals("5", write.commit().reply().toString());
    assertEquals(1, write.next().sequence());
    assertEquals(List.of("Added"), write.commit().events().stream().map(e -> e.type()).toList());
  }

  @Test
  void aRepeatedCallIsKnownAndAnsweredWithTheFirstResult() throws Exception {
    Call call = call("add", "5", "k1");
    write(call, NOON);
    var known = assertInstanceOf(EntityCore.Admission.Known.class, core.admit(state, call, ONCE));
    assertEquals("5", known.entry().reply().toString());
    assertEquals(1, known.entry().sequence());
  }

  @Test
  void theSameKeyWithAnotherArgumentIsRefused() throws Exception {
    write(call("add", "5", "k1"), NOON);
    var refused =
        assertInstanceOf(
            EntityCore.Admission.Refused.class, core.admit(state, call("add", "6", "k1"), ONCE));
    assertEquals("key-reused", refused.outcome().problem().code());
  }

  @Test
  void theDedupWindowForgetsTheOldestByCountAndByTime() throws Exception {
    for (int i = 1; i <= 4; i++) {
      write(call("add", "1", "k" + i), NOON);
    }
    assertInstanceOf(
        EntityCore.Admission.New.class, core.admit(state, call("add", "1", "k1"), ONCE));
    assertInstanceOf(
        EntityCore.Admission.Known.class, core.admit(state, call("add", "1", "k2"), ONCE));
    write(call("add", "1", "late"), NOON.plus(Duration.ofHours(2)));
    assertInstanceOf(
        EntityCore.Admission.New.class, core.admit(state, call("add", "1", "k4"), ONCE));
    assertEquals(1, state.inbox().size());
  }

  @Test
  void aTrackedRequestThatComesAgainIsAnsweredWithTheFirstResult() throws Exception {
    writeTracked(7, 1);
    var known =
        assertInstanceOf(
            EntityCore.Admission.Known.class,
            core.admit(state, call("add", "5", ""), tracked(7, 1)));
    assertEquals("5", known.entry().reply().toString());
    assertEquals(Cause.Kind.REQUEST, journal.getLast().cause().orElseThrow().kind());
  }

  @Test
  void aTrackedRequestIsForgottenOnceNobodyWaitsAndItsEchoIsNotHandled() throws Exception {
    writeTracked(7, 1);
    writeTracked(9, 8);
    assertEquals(1, state.inbox().requests().entries().size());
    assertInstanceOf(
        EntityCore.Admission.Over.class, core.admit(state, call("add", "5", ""), tracked(7, 1)));
  }

  @Test
  void floorsAndRequestsSurviveReplayAndSnapshots() throws Exception {
    writeTracked(7, 1);
    writeTracked(9, 8);
    var codec = new SnapshotCodec(runtime, core);
    EntityState restored = codec.fromJournal(codec.encode(state, 1));
    assertInstanceOf(
        EntityCore.Admission.Over.class, core.admit(restored, call("add", "5", ""), tracked(7, 1)));
    assertInstanceOf(
        EntityCore.Admission.Known.class,
        core.admit(restored, call("add", "5", ""), tracked(9, 1)));
    EntityState replayed = core.empty();
    for (int i = 0; i < journal.size(); i++) {
      replayed = core.replay(replayed, journal.get(i), i + 1);
    }
    assertInstanceOf(
        EntityCore.Admission.Known.class,
        core.admit(replayed, call("add", "5", ""), tracked(7, 1)));
  }

  @Test
  void aTrackedRequestThatChangesNothingIsNotWritten() throws Exception {
    var admitted =
        assertInstanceOf(
            EntityCore.Admission.New.class,
            core.admit(state, call("look", "0", ""), tracked(7, 1)));
    assertInstanceOf(
        EntityCore.Conclusion.Answer.class,
        conclude(call("look", "0", ""), admitted.cause(), NOON));
  }

  @Test
  void aRefusalIsToldAgainToACopyOfItsRequest() throws Exception {
    Outcome refused = Outcome.Refused.of(ProblemCode.FORBIDDEN.problem("no"));
    state.inbox().requests().told(new RequestId(1, 7), refused);
    var told =
        assertInstanceOf(
            EntityCore.Admission.Told.class,
            core.admit(state, call("add", "5", ""), tracked(7, 1)));
    assertEquals(refused, told.outcome());
  }

  @Test
  void whatHadToBeForgottenWhileSomebodyWaitsIsSaidToBeUnknown() throws Exception {
    for (int number = 7; number < 12; number++) {
      writeTracked(number, 6);
    }
    var refused =
        assertInstanceOf(
            EntityCore.Admission.Refused.class,
            core.admit(state, call("add", "5", ""), tracked(6, 6)));
    assertEquals("outcome-unknown", refused.outcome().problem().code());
  }

  @Test
  void requestsOfOriginsThatAreNoMoreAreForgottenByTime() throws Exception {
    writeTracked(7, 1);
    state.inbox().requests().forgetBefore(NOON);
    assertEquals(1, state.inbox().requests().entries().size());
    state.inbox().requests().forgetBefore(NOON.plusSeconds(1));
    assertEquals(0, state.inbox().requests().entries().size());
    assertTrue(state.inbox().requests().floors().isEmpty());
  }

  private static Attempt tracked(long number, long floor) {
    return new Attempt(new RequestId(1, 100 + number), number, floor, true);
  }

  private void writeTracked(long number, long floor) throws Exception {
    Call call = call("add", "5", "");
    var admitted =
        assertInstanceOf(
            EntityCore.Admission.New.class, core.admit(state, call, tracked(number, floor)));
    var write =
        assertInstanceOf(EntityCore.Conclusion.Write.class, conclude(call, admitted.cause(), NOON));
    journal.add(write.commit());
    state = write.next();
  }

  @Test
  void aCallThatChangedNothingIsStillRememberedWhenItHasAKey() throws Exception {
    EntityCore.Conclusion.Write write = write(call("look", "0", "k1"), NOON);
    assertTrue(write.commit().events().isEmpty());
    write(call("add", "5", "k2"), NOON);
    var known =
        assertInstanceOf(
            EntityCore.Admission.Known.class, core.admit(state, call("look", "0", "k1"), ONCE));
    assertEquals("0", known.entry().reply().toString());
  }

  @Test
  void aCallThatChangedNothingAndHasNoKeyWritesNothing() throws Exception {
    Call call = call("look", "0", "");
    assertInstanceOf(EntityCore.Conclusion.Answer.class, conclude(call, NOON));
  }

  @Test
  void aRejectionWritesNothing() throws Exception {
    var answer =
        assertInstanceOf(
            EntityCore.Conclusion.Answer.class, conclude(call("add", "-1", "k1"), NOON));
    var refused = assertInstanceOf(Outcome.Refused.class, answer.outcome());
    assertEquals("counter/negative", refused.problem().code());
    assertInstanceOf(
        EntityCore.Admission.New.class, core.admit(state, call("add", "-1", "k1"), ONCE));
  }

  @Test
  void anExpectedSequenceThatHasPassedIsAConflict() throws Exception {
    write(call("add", "5", "k1"), NOON);
    Call plain = call("add", "1", "k2");
    var expecting =
        new Call(
            plain.target(),
            plain.handler(),
            plain.argument(),
            plain.caller(),
            plain.idempotencyKey(),
            OptionalLong.of(0),
            false,
            plain.deadline(),
            List.of(),
            Origin.Asked.ASKED);
    var refused =
        assertInstanceOf(EntityCore.Admission.Refused.class, core.admit(state, expecting, ONCE));
    assertEquals(409, refused.outcome().problem().status());
  }

  @Test
  void timeNeverRunsBackwardsWithinAnEntity() throws Exception {
    write(call("add", "1", "k1"), NOON);
    EntityCore.Conclusion.Write write = write(call("add", "1", "k2"), NOON.minusSeconds(60));
    assertEquals(NOON, write.commit().time());
  }

  @Test
  void replayGivesTheSameStateAndTheSameMemory() throws Exception {
    write(call("add", "5", "k1"), NOON);
    write(call("add", "7", "k2"), NOON.plusSeconds(1));
    write(call("look", "0", "k3"), NOON.plusSeconds(2));
    EntityState replayed = core.empty();
    long offset = 0;
    for (Commit commit : journal) {
      replayed = core.replay(replayed, commit, ++offset);
    }
    assertEquals(state.function(), replayed.function());
    assertEquals(state.sequence(), replayed.sequence());
    assertEquals(state.time(), replayed.time());
    assertEquals(3, replayed.inbox().size());
    assertInstanceOf(
        EntityCore.Admission.Known.class, core.admit(replayed, call("add", "7", "k2"), ONCE));
  }

  @Test
  void aSnapshotRestoresWhatReplayGives() throws Exception {
    write(call("add", "5", "k1"), NOON);
    write(call("add", "7", "k2"), NOON.plusSeconds(1));
    var codec = new SnapshotCodec(runtime, core);
    EntityState restored = codec.fromJournal(codec.encode(state, 1));
    assertEquals(state.function(), restored.function());
    assertEquals(2, restored.sequence());
    assertEquals(state.time(), restored.time());
    var known =
        assertInstanceOf(
            EntityCore.Admission.Known.class, core.admit(restored, call("add", "5", "k1"), ONCE));
    assertEquals("5", known.entry().reply().toString());
  }

  private EntityCore.Conclusion.Write write(Call call, Instant now) throws Exception {
    var write = assertInstanceOf(EntityCore.Conclusion.Write.class, conclude(call, now));
    journal.add(write.commit());
    state = write.next();
    return write;
  }

  private EntityCore.Conclusion conclude(Call call, Instant now)
      throws InvalidArgument, FunctionFailed {
    return conclude(call, EntityCore.causeOf(call, ONCE), now);
  }

  private EntityCore.Conclusion conclude(Call call, Optional<Cause> cause, Instant now)
      throws InvalidArgument, FunctionFailed {
    Decision decision = runtime.decide(state.function(), invocation(call, state, now));
    return core.conclude(state, call, cause, decision, now);
  }

  /** What a handler that calls nobody is given. */
  static Invocation invocation(Call call, EntityState state, Instant now) {
    return new Invocation(
        call.target(),
        call.handler(),
        call.argument(),
        state.sequence(),
        now,
        call.deadline(),
        call.caller(),
        (target, handler, argument) -> {
          throw new IllegalStateException("no calls here");
        });
  }

  static Call call(String handler, String argument, String key) {
    return new Call(
        ID,
        handler,
        Json.of(argument),
        Caller.ANONYMOUS,
        key.isEmpty() ? Optional.empty() : Optional.of(key),
        OptionalLong.empty(),
        false,
        NOON.plusSeconds(10),
        List.of(),
        Origin.Asked.ASKED);
  }
}
