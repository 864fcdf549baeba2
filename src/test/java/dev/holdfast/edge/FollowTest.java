package dev.holdfast.edge;

import static dev.holdfast.edge.MemoryTopics.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FollowTest {
  private static final EdgeFixture EDGE =
      new EdgeFixture(
          "holdfast.edge.follow.heartbeat = 200ms",
          "holdfast.edge.follow.most = 3",
          "holdfast.history.poll = 50ms");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @Test
  void commitsAreToldAsTheyCome() throws Exception {
    EDGE.add("live", 1);
    try (var stream = Followed.open(EDGE, "/v1/services/counter/live/events")) {
      assertEquals(200, stream.response().statusCode());
      assertTrue(EdgeFixture.header(stream.response(), "Content-Type").contains("event-stream"));
      assertEquals("1", stream.field("id"));
      assertEquals("commit", stream.field("event"));
      assertTrue(stream.field("data").contains("\"diff\":[{\"op\":\"add\",\"path\":\"/value\""));
      for (int i = 2; i <= 20; i++) {
        EDGE.add("live", 1);
        assertEquals(Integer.toString(i), stream.field("id"));
        assertTrue(stream.field("data").contains("\"from\":" + (i - 1)));
      }
    }
  }

  @Test
  void aFollowerResumesAfterTheLastItSaw() throws Exception {
    for (int i = 0; i < 5; i++) {
      EDGE.add("resume", 1);
    }
    String path = "/v1/services/counter/resume/events";
    try (var stream = Followed.open(EDGE, path, "Last-Event-ID", "3")) {
      assertEquals("4", stream.field("id"));
      assertEquals("5", stream.field("id"));
    }
    try (var stream = Followed.open(EDGE, path + "?from=5")) {
      assertEquals("5", stream.field("id"));
    }
  }

  @Test
  void silenceIsFilledWithHeartbeats() throws Exception {
    try (var stream = Followed.open(EDGE, "/v1/services/counter/silent/events")) {
      assertEquals(":", stream.lines().readLine());
      assertEquals("", stream.lines().readLine());
      assertEquals(":", stream.lines().readLine());
      EDGE.add("silent", 1);
      assertEquals("1", stream.field("id"));
    }
  }

  @Test
  void whoeverGoesAwayIsLetGo() throws Exception {
    try (var stream = Followed.open(EDGE, "/v1/services/counter/gone/events")) {
      assertEquals(":", stream.lines().readLine());
      assertEquals(1, EDGE.journal.followers("counter/gone"));
    }
    until(() -> EDGE.journal.followers("counter/gone") == 0);
  }

  @Test
  void moreFollowersThanMayBeAreRefused() throws Exception {
    var open = new ArrayList<Followed>();
    var codes = new ArrayList<Integer>();
    for (int i = 0; i < 4; i++) {
      var stream = Followed.open(EDGE, "/v1/services/counter/many/events");
      codes.add(stream.response().statusCode());
      if (stream.response().statusCode() == 200) {
        assertEquals(":", stream.lines().readLine());
      }
      open.add(stream);
    }
    for (var stream : open) {
      stream.close();
    }
    assertEquals(List.of(200, 200, 200, 503), codes);
    until(() -> EDGE.journal.followers("counter/many") == 0);
  }

  @Test
  void aDrainEndsTheStreams() throws Exception {
    try (var edge = new EdgeFixture("holdfast.edge.follow.heartbeat = 10s")) {
      edge.add("drained", 1);
      try (var stream = Followed.open(edge, "/v1/services/counter/drained/events")) {
        assertEquals("1", stream.field("id"));
        var drained = edge.binding.drain(Duration.ofSeconds(5)).toCompletableFuture();
        assertEquals("END", stream.field("id"));
        drained.join();
      }
    }
  }
}
