package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static dev.holdfast.edge.EdgeFixture.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import dev.holdfast.protocol.ProblemCode;
import dev.holdfast.services.Outcome;
import dev.holdfast.settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void moreRequestsThanTheNodeMayWorkOnAreRefusedAtOnce() {
    try (var edge = new EdgeFixture("holdfast.edge.connections.requests = 2")) {
      edge.services.gate = new CompletableFuture<>();
      var waiting =
          List.of(
              edge.client.sendAsync(
                  edge.request("/v1/services/counter/a/touch")
                      .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString()),
              edge.client.sendAsync(
                  edge.request("/v1/services/counter/b/touch")
                      .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString()));
      while (edge.services.calls.size() < 2) {
        Thread.onSpinWait();
      }
      var refused = edge.get("/v1/services");
      assertEquals(List.of("503", "overloaded"), codes(refused));
      assertEquals("1", header(refused, "Retry-After"));
      assertEquals(200, edge.get("/health/live").statusCode());
      edge.services.gate.complete(null);
      waiting.forEach(response -> assertEquals(200, response.join().statusCode()));
      assertEquals(200, edge.get("/v1/services").statusCode());
    }
  }

  @Test
  void callsNobodyWaitsForAreBoundedToo() {
    try (var edge = new EdgeFixture("holdfast.edge.async.pending = 1")) {
      edge.services.gate = new CompletableFuture<>();
      assertEquals(202, edge.add("a", 1, "Prefer", "respond-async").statusCode());
      assertEquals(
          List.of("503", "overloaded"), codes(edge.add("b", 1, "Prefer", "respond-async")));
      edge.services.gate.complete(null);
      assertEquals(202, edge.add("b", 1, "Prefer", "respond-async").statusCode());
    }
  }

  @Test
  void whatPassesByItselfSaysWhenToComeBack() {
    for (ProblemCode code : ProblemCode.values()) {
      boolean passing =
          Set.of(ProblemCode.OVERLOADED, ProblemCode.NOT_READY, ProblemCode.TOO_MANY_REQUESTS)
              .contains(code);
      var response = Responses.refused(Outcome.Refused.of(code.problem("Why.")), "/x");
      assertEquals(
          passing ? "1" : "",
          response.getHeader("Retry-After").map(found -> found.value()).orElse(""),
          code.code());
    }
    var told = new Outcome.Refused(ProblemCode.OVERLOADED.problem("Why."), 7);
    assertEquals("7", Responses.refused(told, "/x").getHeader("Retry-After").orElseThrow().value());
  }

  @Test
  void aQueryHasAsManyParametersAsIsSet() {
    try (var edge = new EdgeFixture("holdfast.edge.connections.parameters = 2")) {
      edge.add("a", 1);
      assertEquals(200, edge.get("/v1/services/counter/a/events?from=1&limit=1").statusCode());
      assertEquals(
          List.of("400", "invalid-request"),
          codes(edge.get("/v1/services/counter?prefix=a&limit=1&cursor=b")));
    }
  }

  @Test
  void theDefaultsAreTheseAndSafe() {
    EdgeSettings settings = EdgeSettings.from(ConfigFactory.load());
    assertEquals("127.0.0.1", settings.host());
    assertEquals(8080, settings.port());
    assertTrue(settings.trustLoopback());
    assertEquals(false, settings.insecure());
    assertEquals(4096, settings.connections().most());
    assertEquals(1 << 20, settings.bodies().usual());
    assertEquals(Duration.ofSeconds(10), settings.bodies().receive());
    assertEquals(100, settings.document().depth());
    assertEquals(Duration.ofSeconds(10), settings.deadlines().usual());
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    for (String wrong :
        List.of(
            "holdfast.edge.deadlines.most = 1h",
            "holdfast.edge.follow.heartbeat = 1h",
            "holdfast.edge.bodies.usual = 100 MiB",
            "holdfast.edge.port = 70000",
            "holdfast.edge.document.depth = 0",
            "holdfast.edge.reads.concurrent = many")) {
      Config config = ConfigFactory.parseString(wrong).withFallback(ConfigFactory.load());
      InvalidSetting refused =
          assertThrows(InvalidSetting.class, () -> EdgeSettings.from(config), wrong);
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.startsWith("holdfast.edge."), message);
    }
  }

  @Test
  void everySettingIsExplainedAndRead() throws IOException {
    for (String file : List.of("edge", "history")) {
      List<String> lines =
          Files.readAllLines(Path.of("src/main/resources/settings/" + file + ".conf"));
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i).contains(" = ")) {
          assertTrue(lines.get(i - 1).strip().startsWith("#"), file + ": " + lines.get(i));
        }
      }
    }
    Config root = ConfigFactory.load();
    for (Map.Entry<String, ConfigValue> entry : root.getConfig("holdfast.edge").entrySet()) {
      Config without = root.withoutPath("holdfast.edge." + entry.getKey());
      assertThrows(
          InvalidSetting.class, () -> EdgeSettings.from(without), "not read: " + entry.getKey());
    }
  }
}
