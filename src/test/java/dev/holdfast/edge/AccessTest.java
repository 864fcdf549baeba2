package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.holdfast.protocol.Caller;
import dev.holdfast.settings.InvalidSetting;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A node that trusts nobody by address. */
class AccessTest {
  private static final EdgeFixture EDGE = new EdgeFixture("holdfast.edge.trust-loopback = false");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @Test
  void anyoneMayCallWhatAllowsAnyone() {
    assertEquals(200, EDGE.add("open", 1).statusCode());
    var call = EDGE.services.calls.stream().filter(c -> c.target().id().equals("open")).findFirst();
    assertEquals(Caller.ANONYMOUS, call.orElseThrow().caller());
    assertEquals("1", EDGE.get("/counters/open/value").body());
  }

  @Test
  void nobodyElseGetsPastTheHandlersRule() {
    long before = EDGE.journal.commitsInAll();
    for (String handler : List.of("guarded", "internal")) {
      var plain = EDGE.post("/v1/services/counter/x/" + handler, "");
      assertEquals(List.of("401", "unauthenticated"), codes(plain));
      for (String trick :
          List.of("%67uarded", "./guarded", "guarded/", "%2e/internal", "//internal")) {
        int status = EDGE.post("/v1/services/counter/x/" + trick, "").statusCode();
        assertTrue(status == 400 || status == 401 || status == 404, trick + " " + status);
      }
    }
    assertEquals(before, EDGE.journal.commitsInAll());
  }

  @Test
  void noFieldOfARequestNamesItsCaller() {
    for (String header :
        List.of(
            "Authorization",
            "X-Forwarded-User",
            "X-Real-IP",
            "X-Forwarded-For",
            "Forwarded",
            "Holdfast-Caller",
            "X-Holdfast-Operator",
            "Cookie",
            "Remote-User",
            "From")) {
      for (String value : List.of("operator", "127.0.0.1", "service:counter", "Bearer x")) {
        var response = EDGE.post("/v1/services/counter/x/guarded", "", header, value);
        assertEquals(401, response.statusCode(), header);
      }
    }
    String[] bodies = {"{\"caller\":\"operator\"}", "{\"tenant\":\"x\"}", "{\"role\":\"admin\"}"};
    for (String body : bodies) {
      assertEquals(401, EDGE.post("/v1/services/counter/x/guarded", body).statusCode());
      String query = "?caller=operator&role=admin&user=root";
      assertEquals(401, EDGE.post("/v1/services/counter/x/guarded" + query, body).statusCode());
    }
  }

  @Test
  void statesAndCommitsAreForOperators() {
    EDGE.add("private", 1);
    for (String path :
        List.of(
            "/v1/services",
            "/v1/services/counter",
            "/v1/services/counter/private",
            "/v1/services/counter/private?at=1",
            "/v1/services/counter/private/events",
            "/v1/cluster",
            "/v1/parked",
            "/v1/parked/counter/private/1",
            "/v1/subscriptions",
            "/v1/subscriptions/counter.add.orders",
            "/v1/deliveries",
            "/v1/timers",
            "/v1/why/counter/private",
            "/metrics")) {
      assertEquals(List.of("401", "unauthenticated"), codes(EDGE.get(path)), path);
    }
    for (String path :
        List.of(
            "/v1/parked/counter/private/1/retry",
            "/v1/parked/counter/private/1/skip",
            "/v1/subscriptions/counter.add.orders/rewind",
            "/v1/deliveries/counter/pause")) {
      assertEquals(List.of("401", "unauthenticated"), codes(EDGE.post(path, "")), path);
    }
    assertEquals(401, EDGE.put("/v1/parked/counter/private/1").statusCode());
    assertEquals(200, EDGE.get("/health/ready").statusCode());
    assertEquals(200, EDGE.get("/problems/forbidden").statusCode());
    assertFalse(EDGE.get("/openapi.json").body().contains("counter.internal"));
  }

  @Test
  void metricsAreForEverybodyOnlyWhereTheyAreOpened() {
    try (var edge =
        new EdgeFixture(
            "holdfast.edge.trust-loopback = false", "holdfast.edge.open-metrics = on")) {
      assertEquals(200, edge.get("/metrics").statusCode());
      assertEquals(401, edge.get("/v1/cluster").statusCode());
    }
  }

  @Test
  void anOutcomeIsForWhomTheHandlerIsFor() {
    var token =
        new AsyncInvocations.Token(
            new dev.holdfast.protocol.EntityId("counter", "x"), "guarded", "k", 0);
    assertEquals(401, EDGE.get("/v1/invocations/" + token.encode()).statusCode());
  }

  @Test
  void rulesDecideByKindNameAndRole() {
    var user = Caller.user("ann", java.util.Set.of("admin"));
    assertTrue(new Access(List.of("user")).allows(user));
    assertTrue(new Access(List.of("role:admin")).allows(user));
    assertFalse(new Access(List.of("role:root")).allows(user));
    assertFalse(new Access(List.of()).allows(user));
    assertTrue(new Access(List.of("service:cart")).allows(Caller.service("cart")));
    assertFalse(new Access(List.of("service:cart")).allows(Caller.service("order")));
    assertTrue(Access.OPERATORS.allows(Caller.OPERATOR));
    for (Caller other : List.of(Caller.ANONYMOUS, user, Caller.service("cart"))) {
      assertFalse(Access.OPERATORS.allows(other));
    }
    assertEquals(403, Access.OPERATORS.refuse(user).orElseThrow().status());
  }

  @Test
  void anAddressBeyondLoopbackIsRefusedUnlessItIsAskedForLoudly() {
    EdgeSettings wide = settings("holdfast.edge.host = \"0.0.0.0\"");
    InvalidSetting refused = assertThrows(InvalidSetting.class, () -> Callers.of(wide));
    assertTrue(String.valueOf(refused.getMessage()).contains("holdfast.edge.host"));
    assertTrue(String.valueOf(refused.getMessage()).contains("insecure"));
    Callers.of(settings("holdfast.edge.host = \"0.0.0.0\"", "holdfast.edge.insecure = true"));
  }

  private static EdgeSettings settings(String... lines) {
    return EdgeSettings.from(
        ConfigFactory.parseString(String.join("\n", lines)).withFallback(ConfigFactory.load()));
  }

  @Test
  void aNodeThatListensWideTrustsNobodyByAddress() {
    try (var edge =
        new EdgeFixture("holdfast.edge.host = \"0.0.0.0\"", "holdfast.edge.insecure = true")) {
      var request =
          java.net.http.HttpRequest.newBuilder(
                  java.net.URI.create(
                      "http://127.0.0.1:"
                          + edge.binding.address().getPort()
                          + "/v1/services/counter/x/guarded"))
              .POST(BodyPublishers.noBody());
      assertEquals(401, edge.send(request).statusCode());
    }
  }
}
