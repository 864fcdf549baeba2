package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.holdfast.cli.node.RunningNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file against the program, the image and what Compose knows. */
class ComposeTest {
  private static final Path FILE = Path.of("deploy", "compose", "compose.yaml");

  /** Keys of a service that we use, in Compose's own names. */
  private static final Set<String> KEYS =
      Set.of(
          "image",
          "build",
          "depends_on",
          "stop_grace_period",
          "restart",
          "read_only",
          "tmpfs",
          "cap_drop",
          "security_opt",
          "mem_limit",
          "healthcheck",
          "environment",
          "ports",
          "volumes");

  private final JsonNode file;

  ComposeTest() throws IOException {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    // Anchors and merges are the loader's business: what comes out is what Compose sees.
    Object merged = new Yaml(new SafeConstructor(options)).load(Files.readString(FILE));
    file = new ObjectMapper().valueToTree(merged);
  }

  @Test
  void everyKeyIsOneThatComposeKnows() {
    Set<String> unknown = new TreeSet<>();
    for (Map.Entry<String, JsonNode> part : file.properties()) {
      if (!part.getKey().startsWith("x-")
          && !Set.of("name", "services", "volumes").contains(part.getKey())) {
        unknown.add(part.getKey());
      }
    }
    for (Map.Entry<String, JsonNode> service : file.path("services").properties()) {
      for (Map.Entry<String, JsonNode> key : service.getValue().properties()) {
        if (!KEYS.contains(key.getKey())) {
          unknown.add(service.getKey() + "." + key.getKey());
        }
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void threeNodesEachUnderItsOwnName() throws IOException {
    Map<String, JsonNode> nodes = nodes();
    assertEquals(Set.of("node1", "node2", "node3"), nodes.keySet());
    Set<String> read = Program.environment();
    Set<String> published = new TreeSet<>();
    int edge = Program.settings().getInt("holdfast.edge.port");
    for (Map.Entry<String, JsonNode> node : nodes.entrySet()) {
      JsonNode environment = node.getValue().path("environment");
      assertEquals(node.getKey(), environment.path("HOLDFAST_CLUSTER_HOST").asText());
      assertTrue(environment.path("HOLDFAST_CLUSTER_PORT").isTextual());
      environment
          .properties()
          .forEach(each -> assertTrue(read.contains(each.getKey()), each::getKey));
      String port = node.getValue().path("ports").path(0).asText();
      assertTrue(port.startsWith("127.0.0.1:") && port.endsWith(":" + edge), port);
      published.add(port);
    }
    assertEquals(3, published.size(), "two nodes at one port");
  }

  @Test
  void theImageIsBuiltFromTheDockerfile() throws IOException {
    for (JsonNode node : nodes().values()) {
      assertEquals("holdfast:" + Program.version(), node.path("image").asText());
      Path context =
          Path.of("deploy", "compose").resolve(node.path("build").path("context").asText());
      assertEquals(Path.of("").toRealPath(), context.toRealPath());
      assertTrue(Files.exists(context.resolve(node.path("build").path("dockerfile").asText())));
    }
  }

  @Test
  void theKillComesAfterTheProgramsOwnBound() {
    Duration spare = Duration.ofSeconds(5);
    for (JsonNode node : nodes().values()) {
      Duration grace = duration(node.path("stop_grace_period").asText());
      assertTrue(grace.compareTo(RunningNode.STOP_WITHIN.plus(spare)) >= 0, grace::toString);
    }
  }

  @Test
  void theHeapHoldsWhatTheSettingsAllow() throws IOException {
    for (JsonNode node : nodes().values()) {
      String memory = node.path("mem_limit").asText().toUpperCase(java.util.Locale.ROOT);
      long bytes = ConfigFactory.parseMap(Map.of("memory", memory)).getBytes("memory");
      long heap = bytes * Program.heapPercent() / 100;
      assertTrue(Program.settings().getBytes("holdfast.services.resident-bytes") <= heap / 2);
    }
  }

  @Test
  void aNodeMayWriteOnlyWhereItHasTo() {
    String cache = Program.settings().getString("holdfast.runtimes.jvm.cache");
    for (JsonNode node : nodes().values()) {
      assertTrue(node.path("read_only").asBoolean());
      assertEquals("ALL", node.path("cap_drop").path(0).asText());
      boolean mounted = false;
      for (JsonNode folder : node.path("tmpfs")) {
        mounted |= cache.startsWith(folder.asText().split(":", -1)[0] + "/");
      }
      assertTrue(mounted, cache);
      assertTrue(node.path("healthcheck").path("test").toString().contains("/health/ready"));
    }
  }

  @Test
  void theDatabaseKeepsWhatItAnswers() {
    JsonNode database = file.path("services").path("database");
    assertFalse(database.path("volumes").isEmpty());
    for (JsonNode volume : database.path("volumes")) {
      String name = volume.asText().split(":", -1)[0];
      assertTrue(file.path("volumes").has(name), name);
    }
    assertFalse(database.toString().contains("fsync"));
    List<String> waiting = List.of("service_healthy");
    for (JsonNode node : nodes().values()) {
      JsonNode condition = node.path("depends_on").path("database").path("condition");
      assertEquals(waiting, List.of(condition.asText()));
    }
  }

  private Map<String, JsonNode> nodes() {
    Map<String, JsonNode> nodes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> service : file.path("services").properties()) {
      if (!service.getKey().equals("database")) {
        nodes.put(service.getKey(), service.getValue());
      }
    }
    return nodes;
  }

  private static Duration duration(String text) {
    return ConfigFactory.parseMap(Map.of("time", text)).getDuration("time");
  }
}
