package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static dev.holdfast.edge.EdgeFixture.header;
import static dev.holdfast.edge.EdgeFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CloudEvents over HTTP, in each of their modes. */
@Timeout(60)
class EventsTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final EdgeFixture EDGE =
      new EdgeFixture(
          "holdfast.events.batch = 20",
          "holdfast.events.body = 100 KiB",
          "holdfast.events.data = 64 KiB",
          "holdfast.edge.topics.under-way = 25",
          "holdfast.edge.bodies.receive = 1s");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @BeforeEach
  void forget() {
    EDGE.topics.handedOver.clear();
    EDGE.topics.refusal = _ -> Optional.empty();
    EDGE.topics.delay = _ -> CompletableFuture.completedFuture("");
  }

  private static HttpResponse<String> post(String path, String type, String body, String... more) {
    var request = EDGE.request(path).POST(BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return EDGE.send(more.length == 0 ? request : request.headers(more));
  }

  private static String event(String id, String more) {
    return "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"id\":\"%s\"%s}"
        .formatted(id, more);
  }

  private static List<String> handedOver() {
    return EDGE.topics.handedOver.stream()
        .map(message -> message.dedupId().orElse("none"))
        .toList();
  }

  @Test
  void aStructuredEventIsPublished() {
    HttpResponse<String> response =
        post(
            "/v1/events?topic=orders",
            STRUCTURED + "; charset=utf-8",
            event("a 1", ",\"subject\":\"o-1\",\"x\":7,\"data\":{\"total\":1.50}"));
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("{\"accepted\":1}", response.body());
    assertEquals(
        List.of(
            new InboundMessage(
                "orders",
                "o-1",
                Json.of("{\"total\":1.50}"),
                Map.of("id", "a 1", "source", "/s", "type", "t", "subject", "o-1", "x", "7"),
                Optional.of("/s a 1"))),
        EDGE.topics.handedOver);
  }

  @Test
  void anEventInBinaryModeIsPublished() {
    String[] headers = {
      "ce-specversion",
      "1.0",
      "CE-ID",
      "b",
      "ce-source",
      "/s",
      "ce-type",
      "t",
      "ce-subject",
      "%C3%BC"
    };
    assertEquals(
        200, post("/v1/events?topic=orders", "application/json", "[1]", headers).statusCode());
    assertEquals(200, post("/v1/events?topic=orders", "text/xml", "<a/>", headers).statusCode());
    assertEquals(200, post("/v1/events?topic=orders", "", "", headers).statusCode());
    assertEquals(200, post("/v1/events?topic=orders", "a/b", "x", headers).statusCode());
    assertEquals(
        List.of(Json.of("[1]"), Json.of("\"<a/>\""), Json.NULL, Json.of("\"eA==\"")),
        EDGE.topics.handedOver.stream().map(InboundMessage::payload).toList());
    assertEquals("ü", EDGE.topics.handedOver.getFirst().key());
    assertEquals(
        List.of("application/json", "text/xml", "", "a/b"),
        EDGE.topics.handedOver.stream()
            .map(message -> message.attributes().getOrDefault("datacontenttype", ""))
            .map(type -> type.replaceAll(";.*", ""))
            .toList());
  }

  @Test
  void aBatchIsPublishedInOrder() {
    HttpResponse<String> response =
        post(
            "/v1/events?topic=orders",
            BATCH,
            "[" + event("1", "") + "," + event("2", "") + "," + event("3", "") + "]");
    assertEquals("{\"accepted\":3}", response.body());
    assertEquals(List.of("/s 1", "/s 2", "/s 3"), handedOver());
    assertEquals("{\"accepted\":0}", post("/v1/events?topic=orders", BATCH, "[]").body());
  }

  @Test
  void aRepeatedEventIsAcceptedAndNotPublishedAgain() {
    for (int i = 0; i < 3; i++) {
      assertEquals(200, post("/v1/events?topic=repeats", STRUCTURED, event("r", "")).statusCode());
    }
    assertEquals(
        1,
        EDGE.topics.all().stream()
            .filter(message -> message.publication().topic().equals("repeats"))
            .count());
  }

  @Test
  void nothingOfAWrongBatchIsPublished() {
    HttpResponse<String> response =
        post(
            "/v1/events?topic=orders",
            BATCH,
            "[" + event("1", "") + "," + event("2", ",\"time\":\"now\"") + "]");
    assertEquals(List.of("400", "invalid-request"), codes(response));
    assertEquals("/1/time", json(response).path("pointer").asText());
    response = post("/v1/events?topic=orders", BATCH, "[" + event("1", ",\"data\":{\"a\":}") + "]");
    assertEquals(List.of("400", "invalid-json"), codes(response));
    assertEquals("/0/data/a", json(response).path("pointer").asText());
    assertEquals(List.of(), EDGE.topics.handedOver);
  }

  @Test
  void whatIsNoEventIsRefused() {
    String path = "/v1/events?topic=orders";
    assertEquals(List.of("400", "invalid-request"), codes(post(path, "application/json", "{}")));
    assertEquals(List.of("400", "invalid-request"), codes(post(path, STRUCTURED, "{}")));
    assertEquals(List.of("400", "invalid-json"), codes(post(path, STRUCTURED, "")));
    assertEquals(
        List.of("415", "unsupported-media-type"),
        codes(post(path, "application/cloudevents+avro", "x")));
    assertEquals(
        List.of("415", "unsupported-media-type"),
        codes(post(path, STRUCTURED, event("1", ""), "Content-Encoding", "gzip")));
    assertEquals(
        List.of("400", "invalid-request"),
        codes(post(path, "a/b", "x", "ce-id", "1", "ce-id", "2", "ce-specversion", "1.0")));
    assertEquals(
        List.of("400", "invalid-request"), codes(post("/v1/events", STRUCTURED, event("1", ""))));
    for (String topic : List.of("", "Orders", "a_b", "-a", "a%2Fb", "x".repeat(65))) {
      assertEquals(
          List.of("400", "invalid-request"),
          codes(post("/v1/events?topic=" + topic, STRUCTURED, event("1", ""))));
    }
    assertEquals(
        List.of("400", "invalid-request"), codes(post(path + "&x=1", STRUCTURED, event("1", ""))));
    assertEquals(List.of("404", "unknown-route"), codes(post("/v1/events/1", STRUCTURED, "")));
    HttpResponse<String> get = EDGE.get(path);
    assertEquals(405, get.statusCode());
    assertEquals("OPTIONS, POST", header(get, "Allow"));
    assertEquals(List.of(), EDGE.topics.handedOver);
  }

  @Test
  void everyLimitHolds() {
    String path = "/v1/events?topic=orders";
    String large = ",\"data\":\"" + "x".repeat(65_536) + "\"";
    HttpResponse<String> response = post(path, STRUCTURED, event("1", large));
    assertEquals(List.of("413", "too-large"), codes(response));
    assertEquals("/data", json(response).path("pointer").asText());
    assertEquals(List.of("413", "too-large"), codes(post(path, STRUCTURED, " ".repeat(110_000))));
    assertEquals(List.of("413", "too-large"), codes(post(path, "a/b", "x".repeat(65_537))));
    response = post(path, BATCH, "[" + (event("1", "") + ",").repeat(20) + event("1", "") + "]");
    assertEquals(List.of("413", "too-large"), codes(response));
    assertEquals("/20", json(response).path("pointer").asText());
    response = post(path, STRUCTURED, event("1", ",\"data\":" + "[".repeat(100)));
    assertEquals(List.of("400", "invalid-json"), codes(response));
    assertEquals(List.of(), EDGE.topics.handedOver);
  }

  @Test
  void aPartOfABatchThatFailedIsToldWithWhatIsOnDisk() {
    Problem busy = ProblemCode.OVERLOADED.problem("Full.");
    EDGE.topics.refusal =
        message ->
            message.key().equals("b") || message.key().equals("d")
                ? Optional.of(busy)
                : Optional.empty();
    String batch = "[%s]".formatted(String.join(",", keyed("a", "a", "b", "c", "b", "d")));
    HttpResponse<String> response = post("/v1/events?topic=parts", BATCH, batch);
    assertEquals(List.of("503", "overloaded"), codes(response));
    assertEquals("/2", json(response).path("pointer").asText());
    assertEquals(
        "Event 2: Full. On disk: 0 to 1, 3 of 0 to 5. Those are recognised when the batch is sent"
            + " again.",
        json(response).path("detail").asText());
    assertEquals("1", header(response, "Retry-After"));
    assertTrue(!handedOver().contains("/s p4"), "after one that failed nothing of its key follows");
    EDGE.topics.refusal = _ -> Optional.empty();
    assertEquals("{\"accepted\":6}", post("/v1/events?topic=parts", BATCH, batch).body());
    assertEquals(
        List.of("p0", "p1", "p3", "p2", "p4", "p5"),
        EDGE.topics.all().stream()
            .filter(message -> message.publication().topic().equals("parts"))
            .map(message -> message.publication().attributes().get("id"))
            .toList());
  }

  private static List<String> keyed(String... keys) {
    var events = new java.util.ArrayList<String>();
    for (int i = 0; i < keys.length; i++) {
      events.add(event("p" + i, ",\"partitionkey\":\"" + keys[i] + "\""));
    }
    return events;
  }

  @Test
  void aFailureThatMayPassGoesBeforeOneThatWillNot() {
    EDGE.topics.refusal =
        message ->
            switch (message.key()) {
              case "a" -> Optional.of(ProblemCode.INVALID_REQUEST.at("/key", "No."));
              case "c" -> Optional.of(ProblemCode.OUTCOME_UNKNOWN.problem("Who knows."));
              default -> Optional.empty();
            };
    String batch = "[%s]".formatted(String.join(",", keyed("a", "b", "c")));
    HttpResponse<String> response = post("/v1/events?topic=mixed", BATCH, batch);
    assertEquals(List.of("503", "outcome-unknown"), codes(response));
    assertEquals("/2", json(response).path("pointer").asText());
    response = post("/v1/events?topic=mixed", BATCH, "[%s]".formatted(keyed("a").getFirst()));
    assertEquals(List.of("400", "invalid-request"), codes(response));
    assertEquals("/0/key", json(response).path("pointer").asText());
    assertTrue(json(response).path("detail").asText().contains("On disk: none of 0 to 0"));
    response = post("/v1/events?topic=mixed", STRUCTURED, keyed("a").getFirst());
    assertEquals("/key", json(response).path("pointer").asText());
  }

  @Test
  void aFailureInsideShowsNothing() {
    EDGE.topics.delay = _ -> CompletableFuture.failedFuture(new IllegalStateException("secret"));
    HttpResponse<String> response = post("/v1/events?topic=orders", STRUCTURED, event("1", ""));
    assertEquals(List.of("500", "internal"), codes(response));
    EDGE.topics.delay =
        _ -> {
          throw new IllegalStateException("secret");
        };
    response = post("/v1/events?topic=orders", STRUCTURED, event("1", ""));
    assertEquals(List.of("500", "internal"), codes(response));
    assertTrue(!response.body().contains("secret"));
  }

  @Test
  void eventsOfOneKeyWaitForEachOtherAndOthersDoNot() {
    var first = new CompletableFuture<String>();
    EDGE.topics.delay =
        message ->
            message.dedupId().equals(Optional.of("/s p0"))
                ? first
                : CompletableFuture.completedFuture("");
    String batch = "[%s]".formatted(String.join(",", keyed("a", "a", "b")));
    var answer =
        EDGE.client.sendAsync(
            EDGE.request("/v1/events?topic=lines")
                .header("Content-Type", BATCH)
                .POST(BodyPublishers.ofString(batch))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    MemoryTopics.until(() -> handedOver().size() == 2);
    assertEquals(List.of("/s p0", "/s p2"), handedOver());
    first.complete("");
    assertEquals("{\"accepted\":3}", answer.join().body());
    assertEquals(List.of("/s p0", "/s p2", "/s p1"), handedOver());
  }

  @Test
  void moreThanMayBeUnderWayAreRefused() {
    var gate = new CompletableFuture<String>();
    EDGE.topics.delay = _ -> gate;
    String batch =
        "[%s]".formatted(String.join(",", java.util.Collections.nCopies(20, event("1", ""))));
    var waiting =
        EDGE.client.sendAsync(
            EDGE.request("/v1/events?topic=room")
                .header("Content-Type", BATCH)
                .POST(BodyPublishers.ofString(batch))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    MemoryTopics.until(() -> !handedOver().isEmpty());
    HttpResponse<String> response = post("/v1/events?topic=room", BATCH, batch);
    assertEquals(List.of("503", "overloaded"), codes(response));
    assertEquals("1", header(response, "Retry-After"));
    gate.complete("");
    assertEquals(200, waiting.join().statusCode());
    assertEquals(200, post("/v1/events?topic=room", BATCH, batch).statusCode());
  }

  @Test
  void onlyOperatorsMay() {
    try (var edge = new EdgeFixture("holdfast.edge.trust-loopback = false")) {
      var request =
          edge.request("/v1/events?topic=orders")
              .header("Content-Type", STRUCTURED)
              .POST(BodyPublishers.ofString(event("1", "")));
      assertEquals(List.of("401", "unauthenticated"), codes(edge.send(request)));
      assertEquals(List.of("401", "unauthenticated"), codes(edge.get("/v1/topics")));
      assertEquals(List.of("401", "unauthenticated"), codes(edge.get("/v1/topics/orders")));
      assertEquals(
          List.of("401", "unauthenticated"), codes(edge.post("/v1/topics/orders?key=a", "1")));
      assertEquals(List.of(), edge.topics.handedOver);
    }
  }
}
