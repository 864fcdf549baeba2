package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static dev.holdfast.edge.EdgeFixture.header;
import static dev.holdfast.edge.EdgeFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Caller;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private static final EdgeFixture EDGE = new EdgeFixture();

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @Test
  void aCommandIsAnsweredWithItsReplyAndItsPlace() {
    HttpResponse<String> response = EDGE.add("plain", 5);
    assertEquals(200, response.statusCode());
    assertEquals("5", response.body());
    assertEquals("1", header(response, "Holdfast-Sequence"));
    assertTrue(header(response, "Holdfast-Offset").matches("7:\\d+"));
    assertEquals("v1", header(response, "Holdfast-Version"));
    assertEquals("memory", header(response, "Holdfast-Node"));
    assertEquals("application/json", header(response, "Content-Type"));
    assertEquals("7", EDGE.add("plain", 2).body());
  }

  @Test
  void theCallerIsTheOperatorOfThisMachineWhateverTheRequestSays() {
    EDGE.post("/v1/services/counter/who/add", "1", "Holdfast-Caller", "root", "X-User", "root");
    var call = EDGE.services.calls.stream().filter(c -> c.target().id().equals("who")).findFirst();
    assertEquals(Caller.OPERATOR, call.orElseThrow().caller());
  }

  @Test
  void aRepeatedKeyGivesTheFirstResultAgain() {
    assertEquals("3", EDGE.add("again", 3, "Idempotency-Key", "k1").body());
    HttpResponse<String> second = EDGE.add("again", 3, "Idempotency-Key", "k1");
    assertEquals("3", second.body());
    assertEquals("true", header(second, "Idempotency-Replayed"));
    assertEquals(1, EDGE.journal.highestSequence("counter/again"));
    assertEquals(
        List.of("422", "key-reused"), codes(EDGE.add("again", 4, "Idempotency-Key", "k1")));
  }

  @Test
  void aSequenceThatHasMovedOnIsAConflict() {
    EDGE.add("match", 1);
    assertEquals(200, EDGE.add("match", 1, "If-Match", "\"1\"").statusCode());
    assertEquals(
        List.of("409", "sequence-conflict"), codes(EDGE.add("match", 1, "If-Match", "\"1\"")));
    assertEquals(
        List.of("400", "invalid-request"), codes(EDGE.add("match", 1, "If-Match", "\"x\"")));
  }

  @Test
  void aRejectionIsAProblemOfTheService() {
    HttpResponse<String> response = EDGE.post("/v1/services/counter/r/refuse", "");
    assertEquals(List.of("422", "counter/too-much"), codes(response));
    assertEquals("application/problem+json", header(response, "Content-Type"));
    assertEquals("/problems/counter/too-much", json(response).path("type").asText());
    assertEquals("/v1/services/counter/r/refuse", json(response).path("instance").asText());
  }

  @Test
  void aHandlerThatFailsShowsNothingOfItself() {
    HttpResponse<String> response = EDGE.post("/v1/services/counter/r/explode", "");
    assertEquals(List.of("500", "handler-failed"), codes(response));
    assertFalse(response.body().contains("secret"));
  }

  @Test
  void whatIsUnknownIsNotFound() {
    assertEquals(
        List.of("404", "unknown-service"), codes(EDGE.post("/v1/services/nobody/a/add", "1")));
    assertEquals(
        List.of("404", "unknown-handler"), codes(EDGE.post("/v1/services/counter/a/sub", "1")));
    assertEquals(List.of("404", "unknown-route"), codes(EDGE.post("/v1/nothing", "1")));
    assertEquals(List.of("404", "unknown-route"), codes(EDGE.get("/")));
  }

  @Test
  void anotherMethodIsToldWhichOnesThereAre() {
    HttpResponse<String> response = EDGE.get("/v1/services/counter/a/add");
    assertEquals(List.of("405", "method-not-allowed"), codes(response));
    assertEquals("OPTIONS, POST", header(response, "Allow"));
    HttpResponse<String> options =
        EDGE.send(
            EDGE.request("/v1/services/counter/a/value")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(204, options.statusCode());
    assertEquals("GET, HEAD, OPTIONS, POST", header(options, "Allow"));
  }

  @Test
  void aDeadlineIsBoundedByTheNode() {
    EDGE.add("late", 1, "Holdfast-Timeout", "1500ms");
    EDGE.add("late", 1, "Holdfast-Timeout", "999s");
    EDGE.add("late", 1, "Holdfast-Deadline", "2026-01-31T10:00:02Z");
    var deadlines =
        EDGE.services.calls.stream()
            .filter(call -> call.target().id().equals("late"))
            .map(call -> Duration.between(EDGE.now.get(), call.deadline()).toMillis())
            .toList();
    assertEquals(List.of(1500L, 30_000L, 2000L), deadlines);
    assertEquals(
        List.of("504", "deadline-exceeded"),
        codes(EDGE.add("late", 1, "Holdfast-Deadline", "2026-01-31T09:00:00Z")));
    assertEquals(
        List.of("400", "invalid-request"), codes(EDGE.add("late", 1, "Holdfast-Timeout", "soon")));
  }

  @Test
  void declaredRoutesFillTheArgumentFromPathAndQuery() {
    assertEquals("4", EDGE.post("/counters/route/add", "4").body());
    HttpResponse<String> renamed =
        EDGE.send(
            EDGE.request("/counters/route/names/m%C3%BCller%20%26%20co")
                .PUT(BodyPublishers.noBody()));
    assertEquals("\"müller & co\"", renamed.body());
    HttpResponse<String> configured =
        EDGE.post("/counters/route/settings/blue?limit=3", "{\"on\":true}");
    assertEquals("{\"label\":\"blue\",\"limit\":3,\"on\":true}", configured.body());
    HttpResponse<String> twice = EDGE.post("/counters/route/settings/blue", "{\"label\":\"red\"}");
    assertEquals(List.of("400", "invalid-argument"), codes(twice));
    assertEquals("/label", json(twice).path("pointer").asText());
  }

  @Test
  void aLiteralGoesBeforeAVariable() {
    assertEquals("\"best\"", EDGE.get("/counters/a/best").body());
    assertEquals("\"at noon\"", EDGE.get("/counters/a/noon").body());
    HttpResponse<String> response = EDGE.post("/counters/a/noon", "1");
    assertEquals(List.of("405", "method-not-allowed"), codes(response));
    assertEquals("GET, HEAD, OPTIONS", header(response, "Allow"));
  }

  @Test
  void aCallNobodyWaitsForIsAskedForLater() {
    EDGE.services.gate = new CompletableFuture<>();
    HttpResponse<String> accepted =
        EDGE.add("async", 9, "Prefer", "respond-async", "Idempotency-Key", "k");
    assertEquals(202, accepted.statusCode());
    assertEquals("respond-async", header(accepted, "Preference-Applied"));
    String place = header(accepted, "Location");
    assertTrue(place.startsWith("/v1/invocations/"));
    assertEquals(202, EDGE.get(place).statusCode());
    EDGE.services.gate.complete(null);
    assertEquals("9", EDGE.get(place).body());
    assertEquals("1", header(EDGE.get(place), "Holdfast-Sequence"));

    HttpResponse<String> refused =
        EDGE.post("/v1/services/counter/async/refuse", "", "Prefer", "respond-async");
    assertEquals(List.of("422", "counter/too-much"), codes(EDGE.get(header(refused, "Location"))));
    assertEquals(
        List.of("404", "unknown-invocation"), codes(EDGE.get("/v1/invocations/bm90aGluZw")));
  }

  @Test
  void aKeyOfAnotherCallNeverShowsThatCallsReply() {
    var async = new String[] {"Prefer", "respond-async", "Idempotency-Key", "shared"};
    HttpResponse<String> first = EDGE.add("reused", 9, async);
    assertEquals("9", EDGE.get(header(first, "Location")).body());
    for (HttpResponse<String> second :
        List.of(
            EDGE.add("reused", 8, async),
            EDGE.post("/v1/services/counter/reused/touch", "", async))) {
      assertEquals(List.of("422", "key-reused"), codes(EDGE.get(header(second, "Location"))));
    }
    assertEquals("9", EDGE.get(header(first, "Location")).body());
    HttpResponse<String> again = EDGE.add("reused", 9, async);
    assertEquals(header(first, "Location"), header(again, "Location"));
    assertEquals("9", EDGE.get(header(again, "Location")).body());
  }

  @Test
  void aValidTraceIsContinuedAndAnyOtherIgnored() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String answered = header(EDGE.add("trace", 1, "traceparent", trace), "traceparent");
    assertTrue(answered.startsWith("00-0af7651916cd43dd8448eb211c80319c-"));
    assertTrue(answered.endsWith("-01"));
    assertFalse(answered.contains("b7ad6b7169203331"));
    String zero = "00-00000000000000000000000000000000-b7ad6b7169203331-01";
    assertEquals("", header(EDGE.add("trace", 1, "traceparent", zero), "traceparent"));
    assertEquals("", header(EDGE.add("trace", 1, "traceparent", "x"), "traceparent"));
  }

  @Test
  void aPageOfAnotherOriginMayNotCall() {
    assertEquals(403, EDGE.add("csrf", 1, "Origin", "https://evil.example").statusCode());
    assertEquals(403, EDGE.add("csrf", 1, "Sec-Fetch-Site", "cross-site").statusCode());
    assertEquals(200, EDGE.add("csrf", 1, "Origin", "http://localhost:3000").statusCode());
  }
}
