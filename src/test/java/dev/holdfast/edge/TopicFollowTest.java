package dev.holdfast.edge;

import static dev.holdfast.edge.MemoryTopics.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of a topic as server-sent events. */
@Timeout(60)
class TopicFollowTest {
  private static final EdgeFixture EDGE =
      new EdgeFixture(
          "holdfast.edge.follow.heartbeat = 200ms",
          "holdfast.edge.follow.page = 2",
          "holdfast.edge.topics.poll = 30s");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @AfterEach
  void farSighted() {
    EDGE.topics.shortSighted = false;
  }

  private static void commit(String topic, String publisher, String... payloads) {
    var publications = new ArrayList<Publication>();
    for (String payload : payloads) {
      publications.add(new Publication(topic, "k", Json.of(payload), Map.of()));
    }
    EDGE.topics.commit(EntityId.parse(publisher), publications.toArray(new Publication[0]));
  }

  private static String payload(Followed stream) throws Exception {
    return ScriptedRuntime.tree(Json.of(stream.field("data"))).path("payload").toString();
  }

  @Test
  void messagesAreToldAsTheyCome() throws Exception {
    commit("live", "counter/a", "0");
    try (var stream = Followed.open(EDGE, "/v1/topics/live")) {
      assertEquals(200, stream.response().statusCode());
      assertTrue(stream.field("id").startsWith("A"));
      assertEquals("message", stream.field("event"));
      assertEquals("0", payload(stream));
      for (int i = 1; i < 20; i++) {
        commit("live", "counter/" + i % 3, Integer.toString(i));
        assertEquals(Integer.toString(i), payload(stream));
      }
    }
    until(() -> EDGE.topics.followers() == 0);
  }

  @Test
  void aFollowerResumesAfterTheLastItSawAlsoWithinACommit() throws Exception {
    commit("resume", "counter/a", "1", "2", "3");
    commit("resume", "counter/b", "4");
    commit("resume", "counter/a", "5");
    String path = "/v1/topics/resume";
    var ids = new ArrayList<String>();
    try (var stream = Followed.open(EDGE, path)) {
      for (int i = 1; i <= 5; i++) {
        ids.add(stream.field("id"));
        assertEquals(Integer.toString(i), payload(stream));
      }
    }
    for (int seen = 1; seen < 5; seen++) {
      try (var stream = Followed.open(EDGE, path, "Last-Event-ID", ids.get(seen - 1))) {
        for (int i = seen + 1; i <= 5; i++) {
          assertEquals(Integer.toString(i), payload(stream));
        }
      }
      try (var stream = Followed.open(EDGE, path + "?cursor=" + ids.get(seen - 1))) {
        assertEquals(Integer.toString(seen + 1), payload(stream));
      }
    }
    try (var stream = Followed.open(EDGE, path + "?cursor=AQ", "Last-Event-ID", ids.get(3))) {
      assertEquals("5", payload(stream));
    }
  }

  @Test
  void silenceIsFilledWithHeartbeatsAndAPayloadStandsOnOneLine() throws Exception {
    try (var stream = Followed.open(EDGE, "/v1/topics/silent")) {
      assertEquals(":", stream.lines().readLine());
      assertEquals("", stream.lines().readLine());
      commit("silent", "counter/a", "{\r\n  \"a\":\n 1}");
      assertEquals("{\"a\":1}", payload(stream));
    }
  }

  @Test
  void aLookThatEndsEarlyGoesOnAtOnce() throws Exception {
    EDGE.topics.shortSighted = true;
    for (int i = 0; i < 20; i++) {
      commit("elsewhere", "counter/a", "0");
    }
    commit("far", "counter/a", "1");
    try (var stream = Followed.open(EDGE, "/v1/topics/far")) {
      assertEquals("1", payload(stream));
    }
  }

  @Test
  void aDrainEndsTheStreams() throws Exception {
    try (var edge = new EdgeFixture()) {
      try (var stream = Followed.open(edge, "/v1/topics/drained")) {
        until(() -> edge.topics.followers() == 1);
        var drained = edge.binding.drain(Duration.ofSeconds(5)).toCompletableFuture();
        assertEquals("END", stream.field("id"));
        drained.join();
      }
      until(() -> edge.topics.followers() == 0);
    }
  }

  @Test
  void aHeadHasNoBody() {
    until(() -> EDGE.topics.followers() == 0);
    var response =
        EDGE.send(
            EDGE.request("/v1/topics/live")
                .header("Accept", "text/event-stream")
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));
    assertEquals(List.of(200, ""), List.of(response.statusCode(), response.body()));
    assertEquals(0, EDGE.topics.followers());
  }
}
