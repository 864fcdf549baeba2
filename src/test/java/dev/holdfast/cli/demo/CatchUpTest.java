package dev.holdfast.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.cli.TaughtNode;
import dev.holdfast.cli.TaughtNode.Reply;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final String HOUR = "2010-01-01T01:00:00Z";
  private static final String OLD = "{\"time\":\"2010-01-01T00:00:00Z\"}";
  private static final String NEW = "{\"time\":\"" + HOUR + "\"}";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, List<String>> answers =
      new HashMap<>(
          Map.of(
              "/weather/a/current", List.of(OLD, NEW),
              "/weather/a/hours", List.of("{}", "{\"x\":" + OLD + "}", "{\"x\":" + NEW + "}"),
              "/weather/a/alerts", List.of("{}", "{\"newest\":\"" + HOUR + "\"}"),
              "/weather/b/current", List.of("{\"date\":\"2010-01-01\"}"),
              "/weather/b/alerts", List.of("{\"newest\":\"2010-01-02T00:00:00Z\"}"),
              "/weather/b/years/2010", List.of("{\"days\":0}", "{\"days\":1}")));

  @Test
  void eachServiceIsAskedUntilItHasHeardOfTheNewest() throws IOException {
    assertEquals(
        Map.of(
            "/weather/a/current", 2,
            "/weather/a/hours", 3,
            "/weather/a/alerts", 2,
            "/weather/b/current", 1,
            "/weather/b/alerts", 1,
            "/weather/b/years/2010", 2),
        await(Duration.ofMinutes(1)));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("all services have heard of all"));
  }

  @Test
  void aServiceThatNeverHearsIsNamed() {
    answers.put("/weather/b/years/2010", List.of("{\"days\":0}"));
    var failure = assertThrows(IOException.class, () -> await(Duration.ofMillis(200)));
    assertEquals("history/b-2010 has not heard of all observations", failure.getMessage());
  }

  /** How often each was asked; the last answer of each is given for ever. */
  private Map<String, Integer> await(Duration patience) throws IOException {
    var asked = new ConcurrentHashMap<String, Integer>();
    var out = new PrintStream(err, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(InputStream.nullInputStream(), out, out, 0);
    try (var node =
            new TaughtNode(
                request -> {
                  List<String> given = answers.getOrDefault(request.path(), List.of());
                  int time = asked.merge(request.path(), 1, Integer::sum);
                  return Reply.json(given.get(Math.min(time, given.size()) - 1));
                });
        var client = new Client(node.url(), Duration.ofSeconds(10))) {
      new CatchUp(new Weather(client), terminal, patience, Set.of()).await(observations());
    }
    return asked;
  }

  private static Map<String, List<Observation>> observations() {
    ObjectNode day = JsonText.object().put("date", "2010-01-01");
    return Map.of(
        "a", List.of(observation("a", HOUR, JsonText.object().put("time", HOUR))),
        "b", List.of(observation("b", "2010-01-02T00:00:00Z", day)));
  }

  private static Observation observation(String station, String time, ObjectNode report) {
    return new Observation(station, Instant.parse(time), station + "/1", report);
  }
}
