package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static dev.holdfast.edge.EdgeFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Publication;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishing and reading messages over HTTP. */
@Timeout(60)
class TopicsTest {
  private static final EdgeFixture EDGE =
      new EdgeFixture(
          "holdfast.edge.reads.page-most = 5",
          "holdfast.events.attributes = 4",
          "holdfast.events.data = 64 KiB");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @BeforeEach
  void forget() {
    EDGE.topics.handedOver.clear();
  }

  private static void commit(String topic, String publisher, int... payloads) {
    var publications = new ArrayList<Publication>();
    for (int payload : payloads) {
      publications.add(
          new Publication(
              topic, "k-" + payload, Json.of(Integer.toString(payload)), Map.of("x", "y")));
    }
    EDGE.topics.commit(EntityId.parse(publisher), publications.toArray(new Publication[0]));
  }

  private static List<Integer> payloads(HttpResponse<String> page) {
    var payloads = new ArrayList<Integer>();
    json(page).path("messages").forEach(message -> payloads.add(message.path("payload").asInt()));
    return payloads;
  }

  private static String cursor(HttpResponse<String> page) {
    return json(page).path("cursor").asText();
  }

  @Test
  void aMessageIsPublishedWithWhatItsBodySays() {
    HttpResponse<String> response =
        EDGE.post(
            "/v1/topics/orders",
            "{\"attributes\":{\"a\":\"b\"}, \"payload\": {\"n\" : 1.50 } ,\"key\":\"o-1\"}",
            "Idempotency-Key",
            "once");
    assertEquals("{\"accepted\":1}", response.body());
    assertEquals(
        List.of(
            new InboundMessage(
                "orders",
                "o-1",
                Json.of("{\"n\" : 1.50 }"),
                Map.of("a", "b"),
                Optional.of("once"))),
        EDGE.topics.handedOver);
  }

  @Test
  void theKeyMayStandBesideThePayload() {
    assertEquals(200, EDGE.post("/v1/topics/orders?key=o%2F1", "[1, 2]").statusCode());
    assertEquals(200, EDGE.post("/v1/topics/orders?key=k", "").statusCode());
    assertEquals(
        List.of(
            new InboundMessage("orders", "o/1", Json.of("[1, 2]"), Map.of(), Optional.empty()),
            new InboundMessage("orders", "k", Json.NULL, Map.of(), Optional.empty())),
        EDGE.topics.handedOver);
    assertEquals(200, EDGE.post("/v1/topics/orders", "{\"key\":\"k\"}").statusCode());
    assertEquals(Json.NULL, EDGE.topics.handedOver.getLast().payload());
  }

  @Test
  void whatIsNoMessageIsPointedAt() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("", "invalid-json "),
            Map.entry("{", "invalid-json "),
            Map.entry("[]", "invalid-request "),
            Map.entry("{}", "invalid-request /key"),
            Map.entry("{\"key\":\"\"}", "invalid-request /key"),
            Map.entry("{\"key\":7}", "invalid-request /key"),
            Map.entry("{\"key\":\"a\\u0000\"}", "invalid-request /key"),
            Map.entry("{\"key\":\"" + "k".repeat(5_000) + "\"}", "invalid-request /key"),
            Map.entry("{\"key\":\"k\",\"kay\":1}", "invalid-request /kay"),
            Map.entry("{\"key\":\"k\",\"attributes\":[]}", "invalid-request /attributes"),
            Map.entry(
                "{\"key\":\"k\",\"attributes\":{\"a/b\":1}}", "invalid-request /attributes/a~1b"),
            Map.entry("{\"key\":\"k\",\"attributes\":{\"\":\"\"}}", "invalid-request /attributes"),
            Map.entry(
                "{\"key\":\"k\",\"attributes\":{\"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\""
                    + ",\"e\":\"\"}}",
                "invalid-request /attributes"),
            Map.entry("{\"key\":\"k\",\"payload\":{\"a\":1,\"a\":2}}", "invalid-json /payload/a"),
            Map.entry(
                "{\"key\":\"k\",\"payload\":\"" + "x".repeat(65_536) + "\"}",
                "too-large /payload"));
    wrong.forEach(
        (body, problem) -> {
          JsonNode told = json(EDGE.post("/v1/topics/orders", body));
          assertEquals(
              problem, told.path("code").asText() + " " + told.path("pointer").asText(), body);
        });
    assertEquals(
        List.of("400", "invalid-request"), codes(EDGE.post("/v1/topics/orders?key=", "1")));
    assertEquals(
        List.of("400", "invalid-request"), codes(EDGE.post("/v1/topics/orders?kay=a", "1")));
    assertEquals(
        List.of("413", "too-large"),
        codes(EDGE.post("/v1/topics/orders?key=k", "\"" + "x".repeat(65_536) + "\"")));
    assertEquals(List.of("400", "invalid-request"), codes(EDGE.post("/v1/topics/Orders", "{}")));
    assertEquals(405, EDGE.put("/v1/topics/orders").statusCode());
    assertEquals(List.of(), EDGE.topics.handedOver);
  }

  @Test
  void topicsAreListedByName() {
    commit("listed-b", "counter/1", 1);
    commit("listed-a", "counter/1", 1);
    String list = EDGE.get("/v1/topics").body();
    assertTrue(list.contains("\"listed-a\",\"listed-b\""), list);
    assertEquals(405, EDGE.post("/v1/topics", "1").statusCode());
    assertEquals(List.of("404", "unknown-route"), codes(EDGE.get("/v1/topics/orders/1")));
  }

  @Test
  void aMessageIsToldWithAllThatItHas() {
    commit("told", "counter/ü", 7);
    JsonNode page = json(EDGE.get("/v1/topics/told"));
    assertEquals("told", page.path("topic").asText());
    JsonNode message = page.path("messages").path(0);
    assertTrue(message.path("id").asText().matches("\\d-\\d+-0"), message.toString());
    assertEquals("k-7", message.path("key").asText());
    assertEquals("2026-01-31T10:00:00Z", message.path("time").asText());
    assertEquals("counter/ü", message.path("publisher").asText());
    assertEquals("7", message.path("payload").toString());
    assertEquals("{\"x\":\"y\"}", message.path("attributes").toString());
  }

  @Test
  void pagesFollowOneAnotherEvenInTheMiddleOfACommit() {
    commit("paged", "counter/a", 1, 2, 3);
    commit("other", "counter/a", 0);
    commit("paged", "counter/b", 4);
    commit("paged", "counter/a", 5, 6);
    var read = new ArrayList<Integer>();
    String cursor = "";
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> page =
          EDGE.get("/v1/topics/paged?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      read.addAll(payloads(page));
      assertNotEquals(cursor, cursor(page));
      cursor = cursor(page);
    }
    assertEquals(List.of(1, 2, 3, 4, 5, 6), read);
    HttpResponse<String> end = EDGE.get("/v1/topics/paged?cursor=" + cursor);
    assertEquals(List.of(), payloads(end));
    assertEquals(cursor, cursor(end));
    commit("paged", "counter/c", 7);
    assertEquals(List.of(7), payloads(EDGE.get("/v1/topics/paged?cursor=" + cursor)));
    assertEquals(5, payloads(EDGE.get("/v1/topics/paged?limit=100")).size());
  }

  @Test
  void whatWasPublishedBeforeATimeIsLeftOut() {
    commit("timed", "counter/a", 1);
    Instant before = Instant.parse("2026-01-31T10:00:00Z");
    EDGE.now.set(before.plusSeconds(60));
    commit("timed", "counter/a", 2);
    EDGE.now.set(before);
    assertEquals(List.of(2), payloads(EDGE.get("/v1/topics/timed?from=" + before.plusSeconds(1))));
    assertEquals(List.of(1, 2), payloads(EDGE.get("/v1/topics/timed?from=" + before)));
  }

  @Test
  void aTopicWithoutMessagesIsEmpty() {
    HttpResponse<String> page = EDGE.get("/v1/topics/nothing");
    assertEquals(
        "{\"topic\":\"nothing\",\"messages\":[],\"cursor\":\"" + cursor(page) + "\"}", page.body());
  }

  @Test
  void whatCannotBeReadIsRefused() {
    for (String query :
        List.of("cursor=x", "cursor=AQ%3D%3D", "from=yesterday", "limit=0", "limit=x", "y=1")) {
      assertEquals(
          List.of("400", "invalid-request"), codes(EDGE.get("/v1/topics/orders?" + query)), query);
    }
    assertEquals(
        List.of("400", "invalid-request"),
        codes(
            EDGE.get(
                "/v1/topics/orders", "Accept", "text/event-stream", "Last-Event-ID", "17-4-0")));
    assertEquals(
        List.of("400", "invalid-request"),
        codes(EDGE.get("/v1/topics/orders?limit=1", "Accept", "text/event-stream")));
  }
}
