package dev.holdfast.runtimes.jvm;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.HandlerCall;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.protocol.Publication;
import dev.holdfast.protocol.Send;
import dev.holdfast.protocol.TimerChange;
import dev.holdfast.protocol.Trigger;
import dev.holdfast.runtimes.Decision;
import dev.holdfast.runtimes.FunctionFailed;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.runtimes.Invocation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What handlers send, publish and schedule, as the platform is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutgoingTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final Json TRANSFER = Json.of("{\"to\":\"ben\",\"cents\":250}");

  private List<FunctionRuntime> runtimes = List.of();

  @BeforeAll
  void load() throws Exception {
    Path folder = Path.of(requireNonNull(OutgoingTest.class.getResource("talk")).toURI());
    runtimes = JvmServices.load(folder, JvmSettings.from(ConfigFactory.load())).runtimes();
  }

  private FunctionRuntime runtime(String service) {
    return runtimes.stream()
        .filter(runtime -> runtime.description().service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  private Decision.Accepted decide(String service, String handler, String argument)
      throws Exception {
    FunctionRuntime runtime = runtime(service);
    var invocation =
        new Invocation(
            new EntityId(service, "anna"),
            handler,
            Json.of(argument),
            7,
            NOW,
            NOW.plusSeconds(5),
            Caller.ANONYMOUS,
            (_, _, _) -> {
              throw new AssertionError("no calls here");
            });
    return assertInstanceOf(Decision.Accepted.class, runtime.decide(runtime.empty(), invocation));
  }

  private Outbox outbox(String handler, String argument) throws Exception {
    return decide("account", handler, argument).outbox();
  }

  private void assertFails(String why, String handler, String argument) {
    var failed = assertThrows(FunctionFailed.class, () -> outbox(handler, argument));
    assertEquals("Account." + handler + " " + why, failed.getMessage());
  }

  private static HandlerCall call(String target, String handler, Json argument) {
    return new HandlerCall(EntityId.parse(target), handler, argument);
  }

  private static Send closing() {
    return new Send(call("account/me", "close", Json.NULL), Optional.empty());
  }

  @Test
  void allOfAnEffectIsInTheOutboxInItsOrder() throws Exception {
    Decision.Accepted accepted = decide("account", "transfer", TRANSFER.toString());
    assertEquals(
        new Outbox(
            List.of(
                new Send(
                    call("account/ben", "deposit", Json.of("250")),
                    Optional.of(call("account/anna", "refund", TRANSFER)))),
            List.of(
                new Publication("transfers", "anna", TRANSFER, Map.of()),
                new Publication("transfers", "ben", Json.of("{\"cents\":250}"), Map.of())),
            List.of(
                new TimerChange.Set("late", NOW.plus(Duration.ofDays(2)), closing()),
                new TimerChange.Gone("early")),
            List.of()),
        accepted.outbox());
    assertEquals(Json.of("-250"), accepted.reply());
    assertEquals(1, accepted.events().size());
  }

  @Test
  void withoutAnEventTheStateStaysButThereIsSomethingToWrite() throws Exception {
    Decision.Accepted accepted = decide("account", "to", "\"ben\"");
    assertSame(runtime("account").empty(), accepted.next());
    assertEquals(List.of(), accepted.events());
    assertFalse(accepted.changesNothing());
    assertTrue(decide("account", "close", "null").changesNothing());
  }

  @Test
  void aTimerIsSetByItsDelayOrByTheClockAndOneInThePastIsDueNow() throws Exception {
    Map<String, Instant> due =
        Map.of(
            "2026-03-01T00:00:00Z",
            Instant.parse("2026-03-01T00:00:00Z"),
            "2026-01-31T10:00:00Z",
            NOW,
            "1999-01-01T00:00:00Z",
            NOW,
            "2125-12-31T00:00:00Z",
            Instant.parse("2125-12-31T00:00:00Z"));
    for (Map.Entry<String, Instant> at : due.entrySet()) {
      assertEquals(
          List.of(new TimerChange.Set("close", at.getValue(), closing())),
          outbox("at", "\"" + at.getKey() + "\"").timers());
    }
    assertEquals(
        List.of(new TimerChange.Set("close", NOW, closing())),
        outbox("after", "\"PT0S\"").timers());
    assertFails(
        "schedules close at 2126-12-31T00:00:00Z, which is in more than 100 years.",
        "at",
        "\"2126-12-31T00:00:00Z\"");
    assertFails(
        "schedules close after PT-0.001S. A delay is not negative and at most 100 years.",
        "after",
        "\"PT-0.001S\"");
    assertFails(
        "schedules close after PT876600H0.001S. A delay is not negative and at most 100 years.",
        "after",
        "\"PT876600H0.001S\"");
  }

  @Test
  void aNameThatCannotBeJournaledIsRefused() {
    for (String name : List.of("", "x".repeat(201), "a\\nb")) {
      assertFails(
          "names a timer \"%s\". A timer's name has 1 to 200 characters, none of them a control"
                  .formatted(name.translateEscapes())
              + " character.",
          "timer",
          "\"" + name + "\"");
      assertFails(
          "publishes to transfers with the key \"%s\". A key has 1 to 200 characters, none of them"
                  .formatted(name.translateEscapes())
              + " a control character.",
          "key",
          "\"" + name + "\"");
    }
    for (String topic : List.of("", "Transfers", "a_b", "a--b", "x".repeat(65))) {
      assertFails(
          "publishes to \"%s\". A topic is lower case words joined by hyphens, at most 64"
                  .formatted(topic)
              + " characters.",
          "topic",
          "\"" + topic + "\"");
    }
    for (String id : List.of("", "a/b", "..", "x".repeat(201))) {
      assertFails(
          "sends account/%s.close(), but \"%s\" is no id: 1 to 200 characters, no slash, no control"
                  .formatted(id, id)
              + " character.",
          "to",
          "\"" + id + "\"");
    }
  }

  @Test
  void aPayloadIsWrittenByItsClass() throws Exception {
    assertEquals(
        List.of(new Publication("colours", "anna", Json.of("\"RED\""), Map.of())),
        outbox("topic", "\"colours\"").publications());
    assertEquals(
        List.of(new Publication("transfers", "a/b", Json.of("[1,2]"), Map.of())),
        outbox("key", "\"a/b\"").publications());
    assertFails(
        "publishes to transfers what is no message: NaN has no JSON form", "payload", "null");
    assertFails(
        "publishes to transfers what is no message: ThreadLocal has type ThreadLocal, which has no"
            + " JSON form. Use a record, List, Map, Optional, String, number, boolean or a"
            + " java.time type.",
        "stranger",
        "null");
  }

  @Test
  void aCallThatIsKnownToBeWrongIsRefused() throws Exception {
    assertFails(
        "sends a call that is wrong: account/ben.paint(1) names no handler.", "named", "\"paint\"");
    assertFails(
        "sends a call that is wrong: account/ben.balance(1) is a query; only a command can be"
            + " sent.",
        "named",
        "\"balance\"");
    assertFails(
        "sends translate it/ben.anything(Transfer[to=x, cents=1]), but \"translate it\" is no"
            + " service name.",
        "abroad",
        "\"translate it\"");
    assertFails(
        "names listener.hear to be sent if a call is rejected; name a handler of account: it is the"
            + " sender that is told.",
        "back",
        "null");
    assertEquals(
        List.of(
            new Send(
                call("translate/ben", "anything", Json.of("{\"to\":\"x\",\"cents\":1}")),
                Optional.empty())),
        outbox("abroad", "\"translate\"").sends());
  }

  @Test
  void anEffectIsBounded() throws Exception {
    assertEquals(1000, outbox("many", "1000").sends().size());
    assertFails(
        "sends, publishes and schedules 1001 things in one effect; 1000 are allowed"
            + " (holdfast.runtimes.jvm.most-actions). Do the rest in a command that it sends"
            + " itself.",
        "many",
        "1001");
  }

  @Test
  void aStatelessServiceThatHidesWhatItPublishesFailsWhenItRuns() {
    var failed = assertThrows(FunctionFailed.class, () -> decide("sweeper", "sweep", "null"));
    assertEquals(
        "Sweeper.sweep uses publish: nothing of a stateless service is written, so a message could"
            + " be lost. Let an entity publish it.",
        failed.getMessage());
  }

  @Test
  void triggersAreDescribedAsTheyAreWritten() {
    var listener = runtime("listener").description();
    assertEquals(
        List.of(
            new Trigger.Topic(
                "transfers", "{to}", "/cents > 100 and /to != \"me\"", "beginning", true)),
        listener.handler("hear").orElseThrow().triggers());
    assertEquals(
        List.of(new Trigger.Topic("transfers", "", "", "now", false)),
        listener.handler("notice").orElseThrow().triggers());
    assertEquals(
        List.of(new Trigger.Schedule("30 2 * * MON-FRI", "Europe/Berlin", "skip", "all")),
        listener.handler("clean").orElseThrow().triggers());
    assertEquals(
        List.of(new Trigger.Schedule("0 * * * *", "UTC", "once", "")),
        runtime("sweeper").description().handler("sweep").orElseThrow().triggers());
  }

  @Test
  void aMessageMaySayMoreThanAHandlerWantsToKnow() throws Exception {
    String message = "{\"to\":\"ben\",\"cents\":250,\"by\":\"anna\"}";
    assertEquals(Json.of("250"), decide("listener", "hear", message).reply());
    assertEquals(Json.NULL, decide("listener", "notice", message).reply());
    String schema =
        runtime("listener").description().handler("hear").orElseThrow().argument().toString();
    assertFalse(schema.contains("additionalProperties"), schema);
  }
}
