package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static dev.holdfast.edge.EdgeFixture.header;
import static dev.holdfast.edge.EdgeFixture.json;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.protocol.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReadsTest {
  private static final EdgeFixture EDGE = new EdgeFixture();

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @Test
  void aQueryIsAnsweredWithHowFreshItIs() {
    EDGE.add("fresh", 4);
    HttpResponse<String> bounded = EDGE.get("/v1/services/counter/fresh/value");
    assertEquals("4", bounded.body());
    assertEquals("1", header(bounded, "Holdfast-Sequence"));
    assertEquals("bounded", header(bounded, "Holdfast-Consistency"));
    HttpResponse<String> strong =
        EDGE.get("/counters/fresh/value", "Holdfast-Consistency", "strong");
    assertEquals("strong", header(strong, "Holdfast-Consistency"));
    assertTrue(EDGE.services.calls.stream().anyMatch(call -> call.strong()));
    assertEquals(
        List.of("400", "invalid-request"),
        codes(EDGE.get("/counters/fresh/value", "Holdfast-Consistency", "perhaps")));
  }

  @Test
  void queryParametersAreBoundByTheSchemaOfTheArgument() {
    HttpResponse<String> response =
        EDGE.get("/echo/x?label=a+b%26c&limit=-7&tags=x&tags=y%22&ratio=1.5e3&on=true&colour=RED");
    assertEquals(
        "{\"label\":\"a b&c\",\"limit\":-7,\"tags\":[\"x\",\"y\\\"\"],\"ratio\":1500.0,"
            + "\"on\":true,\"colour\":\"RED\"}",
        response.body());
    assertEquals("\"x\"", EDGE.put("/counters/found/names/x").body());
    assertEquals("\"x\"", EDGE.get("/v1/services/counter/found/find?any=x").body());
    assertEquals("\"Berlin Z\"", EDGE.get("/clock/Berlin").body());
    assertEquals("\"Oslo Z\"", EDGE.get("/v1/services/clock/zone?zone=Oslo").body());
    assertEquals("\"Rome Z\"", EDGE.get("/v1/services/clock/any/zone?zone=Rome").body());
  }

  @Test
  void aParameterThatDoesNotFitIsPointedAt() {
    assertPointer("/limit", EDGE.get("/echo/x?limit=1.5"));
    assertPointer("/limit", EDGE.get("/echo/x?limit=01"));
    assertPointer("/ratio", EDGE.get("/echo/x?ratio=NaN"));
    assertPointer("/on", EDGE.get("/echo/x?on=TRUE"));
    assertPointer("/nested", EDGE.get("/echo/x?nested=%7B%7D"));
    assertPointer("/what", EDGE.get("/echo/x?what=1"));
    assertPointer("/label", EDGE.get("/echo/x?label=a&label=b"));
    assertPointer("/b", EDGE.get("/v1/services/counter/x/find?a=1&b=2"));
    assertPointer("/x", EDGE.get("/counters/x/value?x=1"));
  }

  private static void assertPointer(String pointer, HttpResponse<String> response) {
    assertEquals(List.of("400", "invalid-argument"), codes(response));
    assertEquals(pointer, json(response).path("pointer").asText());
  }

  @Test
  void aQueryThatFindsNothingIsNotFound() {
    assertEquals(
        List.of("404", "nothing-there"), codes(EDGE.get("/v1/services/counter/n/find?name=x")));
  }

  @Test
  void aQueryMayComeAsAPostWithItsArgument() {
    String settings = "{\"nested\":{\"a\":[1]}}";
    assertEquals(settings, EDGE.post("/v1/services/counter/x/echo", settings).body());
  }

  @Test
  void headAnswersLikeGetWithoutABody() {
    EDGE.add("head", 4);
    HttpResponse<String> response =
        EDGE.send(
            EDGE.request("/v1/services/counter/head/value")
                .method("HEAD", BodyPublishers.noBody()));
    assertEquals(200, response.statusCode());
    assertEquals("", response.body());
    assertEquals("1", header(response, "Holdfast-Sequence"));
    assertEquals("1", header(response, "Content-Length"));
  }

  @Test
  void theStateIsToldWithItsPlaceAndTime() {
    EDGE.add("state", 4);
    HttpResponse<String> response = EDGE.get("/v1/services/counter/state");
    JsonNode body = json(response);
    assertEquals("{\"value\":4}", body.path("state").toString());
    assertEquals(1, body.path("sequence").asInt());
    assertEquals("127.0.0.1:7355", body.path("node").asText());
    assertEquals("\"1\"", header(response, "ETag"));
    assertEquals(List.of("404", "unknown-entity"), codes(EDGE.get("/v1/services/counter/nowhere")));
  }

  @Test
  void thePastIsFoldedUpToASequenceOrATime() {
    Instant start = requireNonNull(EDGE.now.get());
    for (int day = 1; day <= 5; day++) {
      EDGE.now.set(start.plusSeconds(86_400L * day));
      EDGE.add("past", day);
    }
    EDGE.now.set(start.plusSeconds(86_400L * 30));
    String path = "/v1/services/counter/past";
    assertEquals("{\"value\":6}", json(EDGE.get(path + "?at=3")).path("state").toString());
    assertEquals("{}", json(EDGE.get(path + "?at=0")).path("state").toString());
    JsonNode then = json(EDGE.get(path + "?at=" + start.plusSeconds(86_400L * 2 + 5)));
    assertEquals("{\"value\":3}", then.path("state").toString());
    assertEquals(start.plusSeconds(86_400L * 2).toString(), then.path("time").asText());
    assertEquals(List.of("400", "invalid-request"), codes(EDGE.get(path + "?at=6")));
    assertEquals(List.of("400", "invalid-request"), codes(EDGE.get(path + "?at=yesterday")));
    assertEquals(List.of("404", "unknown-entity"), codes(EDGE.get(path + "?at=" + start)));

    HttpResponse<String> query = EDGE.get("/counters/past/value?at=4");
    assertEquals("10", query.body());
    assertEquals("past", header(query, "Holdfast-Consistency"));
    assertEquals("4", header(query, "Holdfast-Sequence"));
    EDGE.now.set(start);
  }

  @Test
  void aFieldNamedAtBelongsToItsHandler() {
    assertEquals("\"at 3\"", EDGE.get("/v1/services/counter/x/at?at=3").body());
  }

  @Test
  void commitsAreToldWithWhatTheyChanged() {
    EDGE.add("told", 2, "Idempotency-Key", "first");
    EDGE.put("/counters/told/names/max");
    EDGE.add("told", 3);
    JsonNode page = json(EDGE.get("/v1/services/counter/told/events?limit=2"));
    assertEquals(3, page.path("next").asInt());
    JsonNode first = page.path("events").path(0);
    assertEquals("add", first.path("handler").asText());
    assertEquals("first", first.path("cause").asText());
    assertEquals("operator", first.path("caller").path("kind").asText());
    assertEquals(
        "[{\"type\":\"Set\",\"version\":1,\"data\":{\"value\":2}}]",
        first.path("events").toString());
    assertEquals(
        "[{\"op\":\"add\",\"path\":\"/value\",\"value\":2}]", first.path("diff").toString());
    JsonNode rest = json(EDGE.get("/v1/services/counter/told/events?from=3"));
    assertEquals(1, rest.path("events").size());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/value\",\"from\":2,\"value\":5}]",
        rest.path("events").path(0).path("diff").toString());
    assertTrue(rest.path("next").isMissingNode());
    assertEquals(
        List.of("404", "unknown-entity"), codes(EDGE.get("/v1/services/counter/void/events")));
    assertEquals(
        List.of("400", "invalid-request"),
        codes(EDGE.get("/v1/services/counter/told/events?form=3")));
  }

  @Test
  void instancesAreListedInPages() {
    for (String id : List.of("list-a", "list-b", "list-c")) {
      EDGE.add(id, 1);
    }
    JsonNode first = json(EDGE.get("/v1/services/counter?prefix=list-&limit=2"));
    assertEquals("[\"list-a\",\"list-b\"]", first.path("instances").toString());
    JsonNode second =
        json(
            EDGE.get(
                "/v1/services/counter?prefix=list-&limit=2&cursor="
                    + first.path("cursor").asText()));
    assertEquals("[\"list-c\"]", second.path("instances").toString());
    assertTrue(second.path("cursor").isMissingNode());
  }

  @Test
  void whatIsDeployedIsListed() {
    JsonNode services = json(EDGE.get("/v1/services")).path("services");
    assertEquals("clock", services.path(0).path("service").asText());
    assertEquals("stateless", services.path(0).path("kind").asText());
    assertEquals("counter", services.path(1).path("service").asText());
    assertTrue(services.path(1).path("handlers").toString().contains("POST /counters/{id}/add"));
  }

  @Test
  void healthSaysWhyTheNodeIsNotReady() {
    assertEquals(200, EDGE.get("/health/live").statusCode());
    assertEquals(200, EDGE.get("/health/ready").statusCode());
    EDGE.notReady.set(Optional.of("The journal does not answer."));
    HttpResponse<String> response = EDGE.get("/health/ready");
    EDGE.notReady.set(Optional.empty());
    assertEquals(List.of("503", "not-ready"), codes(response));
    assertEquals("1", header(response, "Retry-After"));
    assertEquals("The journal does not answer.", json(response).path("detail").asText());
  }

  @Test
  void metricsCountByHandlerAndNeverByInstance() {
    EDGE.add("metered-instance", 1);
    HttpResponse<String> response = EDGE.get("/metrics");
    assertTrue(
        response
            .body()
            .contains(
                "holdfast_http_requests_seconds_count{handler=\"add\",service=\"counter\","
                    + "status=\"2xx\"}"),
        response.body());
    assertTrue(response.body().contains("le=\"0.001\""), response.body());
    assertTrue(!response.body().contains("metered-instance"));
    assertTrue(header(response, "Content-Type").startsWith("text/plain"));
  }

  @Test
  void everyProblemHasAPageToRead() {
    for (ProblemCode code : ProblemCode.values()) {
      HttpResponse<String> page = EDGE.get("/problems/" + code.code());
      assertEquals(200, page.statusCode());
      assertTrue(page.body().startsWith("# " + code.code()), page.body());
    }
    assertTrue(EDGE.get("/problems/counter/too-much").body().contains("422"));
    assertEquals(404, EDGE.get("/problems/nothing").statusCode());
    assertEquals(404, EDGE.get("/problems/counter/nothing").statusCode());
  }

  @Test
  void theClusterIsToldByItsSupplier() {
    assertEquals("{\"nodes\":[]}", EDGE.get("/v1/cluster").body());
  }
}
