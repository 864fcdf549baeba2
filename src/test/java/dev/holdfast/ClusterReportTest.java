package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.ClusterReport.Seen;
import dev.holdfast.ClusterReport.Told;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.services.HotInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClusterReportTest {
  private static final List<Seen> MEMBERS =
      List.of(
          seen("a:1", "UP", false, Optional.of(told(4, 2, hot("x", 5), hot("y", 1)))),
          seen("b:1", "UNREACHABLE", true, Optional.of(told(7, 1, hot("z", 3)))),
          seen("c:1", "JOINING", false, Optional.empty()));

  @Test
  void membersSlicesAndBusyInstancesOfAllNodes() throws IOException {
    // Writer 9 is of a node that is gone: its slices are for whoever needs them next.
    JsonNode report = report(MEMBERS, Optional.of(Map.of(4, 100, 7, 50, 9, 6)));
    assertEquals("a:1", report.path("node").asText());
    assertEquals(3, report.path("formation").asInt());
    assertEquals(List.of("b:1", "a:1", "c:1"), texts(report.path("members"), "node"));
    assertEquals(List.of("unreachable", "up", "joining"), texts(report.path("members"), "state"));
    assertEquals(List.of("50", "100", "0"), texts(report.path("members"), "slices"));
    assertEquals(256, report.at("/slices/count").asInt());
    assertEquals(150, report.at("/slices/owned").asInt());
    assertEquals(106, report.at("/slices/unowned").asInt());
    assertEquals(3, report.path("handOffs").asInt());
    assertEquals(List.of("x", "z", "y"), texts(report.path("hot"), "id"));
    assertEquals(List.of("a:1", "b:1", "a:1"), texts(report.path("hot"), "node"));
  }

  @Test
  void whatIsNotKnownIsLeftOut() throws IOException {
    JsonNode report = report(MEMBERS, Optional.empty());
    assertEquals(1, report.path("slices").size(), "only how many there are");
    JsonNode joining = report.path("members").get(2);
    for (String key : List.of("url", "version", "since", "heartbeatAgeMillis", "slices")) {
      assertEquals(false, joining.has(key), key);
    }
  }

  @Test
  void onlySoManyBusyInstancesAreTold() throws IOException {
    List<Seen> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Told told = told(i, 0, hot("i" + i, i + 1));
      many.add(seen("n" + i + ":1", "UP", false, Optional.of(told)));
    }
    JsonNode hot = report(many, Optional.empty()).path("hot");
    assertEquals(10, hot.size());
    assertEquals(30.0, hot.get(0).path("callsPerSecond").asDouble());
  }

  private static JsonNode report(List<Seen> members, Optional<Map<Integer, Integer>> owned)
      throws IOException {
    var report = new ClusterReport("a:1", OptionalLong.of(3), members, 256, owned);
    return new ObjectMapper().readTree(report.json().utf8());
  }

  private static List<String> texts(JsonNode rows, String key) {
    List<String> texts = new ArrayList<>();
    rows.forEach(row -> texts.add(row.path(key).asText()));
    return texts;
  }

  private static Seen seen(String node, String state, boolean oldest, Optional<Told> told) {
    return new Seen(node, state, oldest, node.equals("a:1"), told);
  }

  private static Told told(int writer, int takingOver, HotInstance... hot) {
    var facts = new NodeFacts("2026-01-31T10:00:00Z", 12, takingOver, List.of(hot));
    return new Told(writer, "http://h:8080", "0.1.0", Duration.ofMillis(400), facts);
  }

  private static HotInstance hot(String id, double calls) {
    return new HotInstance(new EntityId("counter", id), calls);
  }
}
