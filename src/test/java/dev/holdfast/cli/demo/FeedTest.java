package dev.holdfast.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.TaughtNode;
import dev.holdfast.cli.TaughtNode.Reply;
import dev.holdfast.cli.TaughtNode.Request;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.client.Client;
import dev.holdfast.cli.client.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final Reply NOTHING_YET = Reply.problem(404, "nothing-there", "Nothing yet.");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aStationsObservationsGoOutOneAfterAnother() throws IOException {
    try (var node = node(NOTHING_YET, _ -> Reply.json("null"))) {
      assertEquals(6, feed(node, Map.of("a", hours("a", 3), "b", hours("b", 3))));
      assertEquals(List.of("a/1", "a/2", "a/3"), keysOf(node, "a"));
      assertEquals(List.of("b/1", "b/2", "b/3"), keysOf(node, "b"));
    }
  }

  @Test
  void onlyWhatTheServiceDoesNotKnowIsSent() throws IOException {
    var known = Reply.json("{\"type\":\"Hour\",\"time\":\"2010-01-01T02:00:00Z\"}");
    try (var node = node(known, _ -> Reply.json("null"))) {
      assertEquals(1, feed(node, Map.of("a", hours("a", 3))));
      assertEquals(List.of("a/3"), keysOf(node, "a"));
      assertTrue(err.toString(StandardCharsets.UTF_8).contains("1 observations, 2 are known"));
    }
  }

  @Test
  void aDayThatIsKnownCountsUpToItsEnd() throws IOException {
    var known = Reply.json("{\"type\":\"Day\",\"date\":\"2009-12-31\"}");
    try (var node = node(known, _ -> Reply.json("null"))) {
      assertEquals(3, feed(node, Map.of("a", hours("a", 3))));
    }
  }

  @Test
  void aBusyNodeIsAskedAgainWithTheSameKey() throws IOException {
    var tries = new AtomicInteger();
    Reply busy = Reply.problem(429, "too-many-requests", "Later.");
    try (var node =
        node(NOTHING_YET, _ -> tries.incrementAndGet() < 3 ? busy : Reply.json("null"))) {
      feed(node, Map.of("a", hours("a", 2)));
      assertEquals(List.of("a/1", "a/1", "a/1", "a/2"), keysOf(node, "a"));
    }
  }

  @Test
  void aRefusedObservationStopsTheFeedAndSaysWhich() throws IOException {
    Reply refusal = Reply.problem(422, "current/impossible-weather", "The high is below the low.");
    try (var node = node(NOTHING_YET, _ -> refusal)) {
      var failure = assertThrows(IOException.class, () -> feed(node, Map.of("a", hours("a", 3))));
      assertEquals(
          "observation a/1: 422 current/impossible-weather: The high is below the low.",
          failure.getMessage());
      assertEquals(List.of("a/1"), keysOf(node, "a"));
    }
  }

  @Test
  void progressTellsCountRateAndTimeLeft() {
    var half = new Progress(500, 2000, 500_000_000L);
    assertEquals("500 of 2,000 (25 %), 1,000/s, 2 s left", half.text());
    assertEquals("[##########------------------------------] " + half.text(), half.bar(100));
    assertEquals("500 of 2,000 (25 %)", half.bar(20));
    assertEquals("0 of 7 (0 %), 0/s", new Progress(0, 7, 0).text());
    assertEquals("7 of 7 (100 %), 7/s", new Progress(7, 7, 1_000_000_000L).text());
  }

  private long feed(TaughtNode node, Map<String, List<Observation>> stations) throws IOException {
    var out = new PrintStream(err, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(InputStream.nullInputStream(), out, out, 0);
    try (var client = new Client(node.url(), Duration.ofSeconds(10))) {
      return new Feed(new Weather(client), terminal).send(stations);
    }
  }

  private static TaughtNode node(Reply current, Function<Request, Reply> report)
      throws IOException {
    return new TaughtNode(
        request -> request.path().endsWith("/current") ? current : report.apply(request));
  }

  private static List<String> keysOf(TaughtNode node, String station) {
    return node.requests().stream()
        .filter(request -> request.path().equals("/weather/" + station + "/reports"))
        .map(request -> request.header("idempotency-key"))
        .toList();
  }

  private static List<Observation> hours(String station, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            hour -> {
              Instant time = Instant.parse("2010-01-01T00:00:00Z").plusSeconds(3600L * hour);
              return new Observation(
                  station, time, station + "/" + hour, JsonText.object().put("n", hour));
            })
        .toList();
  }
}
