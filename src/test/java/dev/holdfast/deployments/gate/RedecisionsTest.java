package dev.holdfast.deployments.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.deployments.gate.Histories.History;
import dev.holdfast.journal.CommitRow;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.ParkedMessage;
import dev.holdfast.protocol.ParkingChange;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.Invocation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Journals written by hand, decided again by rules. */
class RedecisionsTest {
  private static final EntityId SELF = new EntityId("thing", "t1");
  private static final Instant TOLD = Instant.parse("2026-01-31T12:00:00.000000001Z");
  private static final Problem FULL = Problem.rejection("thing", "full", 422, "No more.");

  private final List<CommitRow> rows = new ArrayList<>();
  private final Findings findings = new Findings();

  private void commit(Commit commit) {
    rows.add(new CommitRow(SELF.key(), rows.size() + 1, 0, rows.size() + 1, 1, commit));
  }

  private static Commit plain(Outbox outbox, Caller caller, EventData... events) {
    String reply = Integer.toString(events.length);
    return new Commit(
        Optional.empty(),
        "add",
        List.of(events),
        Json.of(reply),
        caller,
        TOLD.plusMillis(1),
        "v1",
        outbox,
        Optional.empty());
  }

  private static Commit recorded(Commit commit, String argument) {
    return commit.recording(new Commit.Asked(Json.of(argument), TOLD));
  }

  private static Commit added(String argument) {
    return recorded(plain(Outbox.EMPTY, Caller.ANONYMOUS, event(argument)), argument);
  }

  private static EventData event(String data) {
    return new EventData("Added", 1, Json.of(data));
  }

  /** What {@link #added} stands for. */
  private static Decision add(RuledRuntime.Events state, Invocation invocation) {
    return accept(state, Outbox.EMPTY, event(invocation.argument().toString()));
  }

  private static Decision accept(RuledRuntime.Events state, Outbox outbox, EventData... events) {
    return new Decision.Accepted(
        List.of(events),
        new RuledRuntime.Events(state.count() + events.length),
        Json.of(Integer.toString(events.length)),
        outbox);
  }

  private Redecided decide(RuledRuntime.Rule candidate) {
    return decide(candidate, Optional.empty());
  }

  private Redecided decide(RuledRuntime.Rule candidate, RuledRuntime.Rule running, String version) {
    return decide(candidate, Optional.of(new RuledRuntime(version, running)));
  }

  private Redecided decide(RuledRuntime.Rule candidate, Optional<RuledRuntime> running) {
    var redecisions = new Redecisions(findings, Clock.systemUTC());
    redecisions.decide(
        new History(SELF.key(), rows), new RuledRuntime("v2", candidate), running.map(it -> it));
    return redecisions.count();
  }

  private List<String> told() {
    return findings.first().stream().map(it -> it.where() + ": " + it.text()).toList();
  }

  @Test
  void whatIsDecidedAlikeIsCountedAndNotFound() {
    commit(added("{\"sku\":\"tea\"}"));
    commit(plain(Outbox.EMPTY, Caller.ANONYMOUS, event("{}")));
    commit(added("3"));
    assertEquals(new Redecided(2, 0), decide(RedecisionsTest::add));
    assertEquals(List.of(), told());
  }

  @Test
  void aRejectionWhereEventsWereIsToldWithItsPlaceAndReason() {
    commit(added("{\"sku\":\"tea\"}"));
    commit(added("{\"sku\":\"mug\"}"));
    decide((state, call) -> state.count() < 1 ? add(state, call) : new Decision.Rejected(FULL));
    assertEquals(
        List.of(
            "thing/t1: add in commit 2 persisted [Added {\"sku\":\"mug\"}], now is rejected: full"),
        told());
  }

  @Test
  void eachCommandIsDecidedOnTheStateThatTheJournalHadBeforeIt() {
    commit(added("1"));
    commit(plain(Outbox.EMPTY, Caller.ANONYMOUS, event("2"), event("2")));
    commit(added("3"));
    List<String> seen = new ArrayList<>();
    decide(
        (state, call) -> {
          seen.add(call.sequence() + ":" + state.count());
          return accept(state, Outbox.EMPTY);
        });
    assertEquals(List.of("0:0", "2:3"), seen, "whatever the version decided itself");
  }

  @Test
  void aHandlerIsToldWhatItWasTold() {
    Caller ada = Caller.user("ada", java.util.Set.of("clerk"));
    commit(recorded(plain(Outbox.EMPTY, ada, event("7")), "7"));
    List<Invocation> seen = new ArrayList<>();
    decide(
        (state, call) -> {
          seen.add(call);
          return add(state, call);
        });
    Invocation call = seen.getFirst();
    assertEquals(SELF, call.id());
    assertEquals("add", call.handler());
    assertEquals(Json.of("7"), call.argument());
    assertEquals(TOLD, call.now());
    assertEquals(ada, call.caller());
    assertTrue(call.deadline().isAfter(Instant.now()), "there is time now");
  }

  @Test
  void jsonIsComparedAsValues() {
    commit(recorded(plain(Outbox.EMPTY, Caller.ANONYMOUS, event("{\"a\":1,\"b\":[2]}")), "0"));
    decide((state, _) -> accept(state, Outbox.EMPTY, event("{ \"b\": [2], \"a\": 1 }")));
    assertEquals(List.of(), told());
    decide((state, _) -> accept(state, Outbox.EMPTY, event("{ \"b\": [2], \"a\": 3 }")));
    assertEquals(1, told().size());
  }

  @Test
  void repliesAndAllThatIsSentArePartsOfADecision() {
    var call = new HandlerCall(new EntityId("other", "o"), "do", Json.of("1"));
    var before =
        new Outbox(
            List.of(new Send(call, Optional.empty())),
            List.of(new Publication("news", "k", Json.of("1"), Map.of())),
            List.of(new TimerChange.Set("t", TOLD, new Send(call, Optional.empty()))),
            List.of());
    commit(recorded(plain(before, Caller.ANONYMOUS), "0"));
    decide((state, _) -> accept(state, before));
    assertEquals(List.of(), told());
    decide((state, _) -> new Decision.Accepted(List.of(), state, Json.of("\"no\""), Outbox.EMPTY));
    assertEquals(
        List.of(
            "thing/t1: add in commit 1 replied 0, now replies \"no\"; sent [other/o.do 1], now"
                + " sends []; published [news k 1], now publishes []; changed timers [t at "
                + TOLD
                + " other/o.do 1], now changes timers []"),
        told());
  }

  @Test
  void theTimerThatWentOffIsNotTheHandlers() {
    var gone = new TimerChange.Gone("t");
    var fired = new Outbox(List.of(), List.of(), List.of(gone), List.of());
    commit(recorded(plain(fired, Caller.service("thing"), event("1")), "1"));
    decide(RedecisionsTest::add);
    assertEquals(List.of(), told());
    rows.clear();
    commit(recorded(plain(fired, Caller.ANONYMOUS, event("1")), "1"));
    decide(RedecisionsTest::add);
    assertEquals(1, told().size(), "nobody else's call can have been a timer");
  }

  @Test
  void aMessageThatWasRejectedIsToBeRejectedAgain() {
    var message =
        new ParkedMessage(
            new HandlerCall(SELF, "add", Json.of("1")),
            Optional.empty(),
            "lane",
            new MessageId(0, 1, 0),
            Caller.service("other"),
            FULL,
            1,
            false);
    var parked =
        new Outbox(List.of(), List.of(), List.of(), List.of(new ParkingChange.Parked(message)));
    commit(recorded(plain(parked, Caller.service("other")), "1"));
    decide((_, _) -> new Decision.Rejected(FULL));
    assertEquals(List.of(), told());
    decide(RedecisionsTest::add);
    assertEquals(
        List.of("thing/t1: add in commit 1 was rejected: full, now persists [Added 1]"), told());
  }

  @Test
  void whoeverAsksOthersIsNotDecidedAgainWhateverComesOfIt() {
    commit(added("1"));
    RuledRuntime.Rule asks =
        (state, call) -> {
          call.calls().call(new EntityId("other", "o"), "get", Json.NULL);
          return new Decision.Rejected(FULL);
        };
    assertEquals(new Redecided(0, 1), decide(asks));
    assertEquals(List.of(), told());
  }

  @Test
  void nothingIsDecidedAfterWhatCannotBeFolded() {
    commit(added("1"));
    commit(plain(Outbox.EMPTY, Caller.ANONYMOUS, new EventData("Unreadable", 1, Json.NULL)));
    commit(added("1"));
    assertEquals(new Redecided(1, 1), decide(RedecisionsTest::add));
  }

  @Test
  void aHandlerThatFailsDecidesOtherwise() {
    commit(added("1"));
    decide(
        (_, _) -> {
          throw new FunctionFailed("add threw", new IllegalStateException("as asked"));
        });
    assertEquals(
        List.of("thing/t1: add in commit 1 persisted [Added 1], now fails: add threw"), told());
  }

  @Test
  void whatTheVersionThatRunsHasChangedIsNotTheNewOnesDoing() {
    commit(added("1"));
    RuledRuntime.Rule full = (_, _) -> new Decision.Rejected(FULL);
    assertEquals(new Redecided(1, 0), decide(full, full, "v1.5"));
    assertEquals(List.of(), told());
    assertEquals(new Redecided(1, 0), decide(full, RedecisionsTest::add, "v1"));
    assertEquals(1, told().size());
  }

  @Test
  void whoeverDrawsLotsIsNoWitness() {
    commit(added("1"));
    var lot = new AtomicInteger(5);
    RuledRuntime.Rule draws =
        (state, _) -> accept(state, Outbox.EMPTY, event(Integer.toString(lot.incrementAndGet())));
    assertEquals(new Redecided(0, 1), decide(draws, draws, "v1"));
    assertEquals(List.of(), told());
    assertEquals(new Redecided(1, 0), decide(draws, draws, "v1.5"), "it may be two changes");
    assertEquals(1, told().size());
  }
}
