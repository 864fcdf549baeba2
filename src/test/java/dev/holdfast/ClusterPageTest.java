package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.cli.node.NodeOptions;
import dev.holdfast.cli.node.RunningNode;
import dev.holdfast.journal.JournalSettings;
import dev.holdfast.journal.Postgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real nodes say about their cluster. */
class ClusterPageTest {
  private static final Path COUNTER = Path.of("bench", "counter");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int INSTANCES = 40;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void aNodeAloneIsAClusterOfOne(@TempDir Path data) throws Exception {
    RunningNode node = Node.start(NodeOptions.embedded(data, 0, List.of(COUNTER)));
    try {
      assertEquals(200, add(node, "c1"));
      JsonNode report = report(node);
      assertEquals(1, report.path("members").size());
      JsonNode member = report.at("/members/0");
      assertEquals("up", member.path("state").asText());
      assertTrue(member.path("oldest").asBoolean());
      assertTrue(member.path("self").asBoolean());
      assertEquals(node.url().toString(), member.path("url").asText());
      assertEquals(1, member.path("residents").asInt());
      int slices = member.path("slices").asInt();
      assertTrue(slices > 0, report::toString);
      assertEquals(256 - slices, report.at("/slices/unowned").asInt());
      assertEquals(false, report.has("formation"));
    } finally {
      node.close().toCompletableFuture().join();
    }
  }

  @Test
  void twoNodesShowEachOtherTheirSharesAndTheBusyInstances() throws Exception {
    JournalSettings database = Postgres.fresh();
    RunningNode first = Node.start(options(database));
    try {
      RunningNode second = Node.start(options(database));
      try {
        until(first, ClusterPageTest::bothUp);
        until(second, ClusterPageTest::bothUp);
        JsonNode report =
            until(
                second,
                now -> {
                  // Asked each time: half of the slices move once the second node is there.
                  addToAll(first, second);
                  addQuickly(first, "c1");
                  return residents(now) == INSTANCES && isHot(now, "c1");
                });
        assertTrue(report.path("formation").asLong() > 0);
        Set<String> urls = new HashSet<>();
        int slices = 0;
        for (JsonNode member : report.path("members")) {
          urls.add(member.path("url").asText());
          assertTrue(member.path("slices").asInt() > 0, report::toString);
          assertTrue(member.path("heartbeatAgeMillis").asLong() < SOON.toMillis());
          slices += member.path("slices").asInt();
        }
        assertEquals(Set.of(first.url().toString(), second.url().toString()), urls);
        assertEquals(report.at("/slices/owned").asInt(), slices);
        assertEquals(256 - slices, report.at("/slices/unowned").asInt());
        assertMetrics(second);
      } finally {
        second.close().toCompletableFuture().join();
      }
      JsonNode alone = until(first, now -> now.path("members").size() == 1);
      assertTrue(alone.at("/members/0/oldest").asBoolean());
    } finally {
      first.close().toCompletableFuture().join();
    }
  }

  private void assertMetrics(RunningNode node) throws Exception {
    String metrics = get(node, "/metrics");
    assertTrue(metrics.contains("holdfast_cluster_members{state=\"up\"} 2.0"), metrics);
    assertTrue(metrics.contains("holdfast_cluster_members{state=\"unreachable\"} 0.0"));
    assertTrue(metrics.contains("holdfast_slices_taking_over 0.0"));
    assertTrue(metrics.contains("holdfast_slices_taken_over_seconds_bucket"));
    assertTrue(metrics.contains("holdfast_recovery_seconds_bucket"));
    assertTrue(metrics.contains("holdfast_calls_interrupted_seconds_bucket"));
    assertEquals(false, metrics.matches("(?s).*\\bc\\d+\\b.*"), "a label holds an instance");
  }

  private static boolean bothUp(JsonNode report) {
    int up = 0;
    for (JsonNode member : report.path("members")) {
      up += member.path("state").asText().equals("up") && member.has("url") ? 1 : 0;
    }
    return up == 2;
  }

  private static int residents(JsonNode report) {
    int residents = 0;
    for (JsonNode member : report.path("members")) {
      residents += member.path("residents").asInt();
    }
    return residents;
  }

  private static boolean isHot(JsonNode report, String id) {
    JsonNode busiest = report.at("/hot/0");
    return busiest.path("id").asText().equals(id) && busiest.path("callsPerSecond").asDouble() > 1;
  }

  private void addToAll(RunningNode first, RunningNode second) {
    for (int i = 0; i < INSTANCES; i++) {
      try {
        assertEquals(200, add(i % 2 == 0 ? first : second, "c" + i));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private void addQuickly(RunningNode node, String id) {
    for (int i = 0; i < 20; i++) {
      try {
        assertEquals(200, add(node, id));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private JsonNode until(RunningNode node, Predicate<JsonNode> reached) throws Exception {
    long deadline = System.nanoTime() + SOON.toNanos();
    JsonNode report = report(node);
    while (!reached.test(report)) {
      assertTrue(System.nanoTime() - deadline < 0, "in vain: " + report);
      TimeUnit.MILLISECONDS.sleep(100);
      report = report(node);
    }
    return report;
  }

  private JsonNode report(RunningNode node) throws Exception {
    return new ObjectMapper().readTree(get(node, "/v1/cluster"));
  }

  private String get(RunningNode node, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(node.url() + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private int add(RunningNode node, String id) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(node.url() + "/v1/services/counter/" + id + "/add"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("1"))
            .build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  private static NodeOptions options(JournalSettings database) {
    return new NodeOptions(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(0),
        Optional.of(database.url()),
        Optional.of("postgres"),
        List.of(COUNTER));
  }
}
