package dev.holdfast.messaging.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.journal.Postgres;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics, subscriptions, pauses and timers, as operators see them on a node. */
@Timeout(180)
class SubscriptionsTest {
  private static final String SEE = "/v1/subscriptions/till.see.orders";
  private static final String ORDER = "/v1/subscriptions/till.order.orders";

  private static final double LATE = 5;

  @TempDir private Path folder = Path.of("");

  @Test
  void onSqliteATopicIsListedAndReadAndSubscriptionsPauseAndBeginAnew() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      topicsAndSubscriptions(node);
    }
  }

  @Test
  void onPostgresToo() throws Exception {
    try (TrialNode node = TrialNode.on(Postgres.fresh(), folder)) {
      topicsAndSubscriptions(node);
    }
  }

  private static void topicsAndSubscriptions(TrialNode node) throws Exception {
    node.sell("a", 1);
    node.post("/v1/topics/orders?key=outside", "{\"till\":\"a\",\"cents\":2}");
    node.until("/v1/topics", answer -> answer.toString().equals("{\"topics\":[\"orders\"]}"));
    JsonNode messages = node.get("/v1/topics/orders").path("messages");
    assertEquals(2, messages.size(), messages::toString);
    assertTrue(messages.findValuesAsText("key").containsAll(List.of("a", "outside")));
    JsonNode first = node.get("/v1/topics/orders?limit=1");
    String cursor = first.path("cursor").asText();
    assertEquals(1, node.get("/v1/topics/orders?cursor=" + cursor).path("messages").size());
    node.until(SEE, row -> seen(node, 2) && row.path("behind").asLong() == 0);

    JsonNode paused = node.post(SEE + "/pause", "");
    assertTrue(paused.path("paused").asBoolean());
    assertTrue(paused.path("listening").asBoolean());
    assertTrue(
        node.get("/v1/why/till/a").path("findings").toString().contains("subscription-paused"));
    // Couriers learn of it within a second; what arrives is in the book two seconds later.
    int sold = 2;
    do {
      node.sell("a", 3);
      sold++;
      int now = sold;
      node.until(ORDER, row -> ordered(node, now));
      node.until(SEE, row -> seen(node, now) || row.path("lagSeconds").asDouble() > LATE);
    } while (size(node, "seen") == sold);
    int before = size(node, "seen");
    node.sell("a", 4);
    int total = sold + 1;
    node.until(ORDER, row -> ordered(node, total));
    int behind = total - before;
    node.until(
        SEE, row -> row.path("behind").asInt() == behind && row.path("lagSeconds").asDouble() > 0);
    assertEquals(before, size(node, "seen"));
    assertFalse(node.post(SEE + "/resume", "").path("paused").asBoolean());
    node.until(SEE, row -> seen(node, total) && row.path("behind").asLong() == 0);

    JsonNode anew = node.post(SEE + "/rewind", "{\"to\":\"beginning\"}");
    assertEquals(2, anew.path("generation").asInt());
    node.until(SEE, row -> seen(node, 2 * total) && row.path("behind").asLong() == 0);
    assertEquals(3, node.post(SEE + "/rewind", "{\"to\":\"now\"}").path("generation").asInt());
    node.sell("a", 5);
    node.until(SEE, row -> seen(node, 2 * total + 1));
    assertEquals(total + 1, node.state("a").path("ordered").size(), "the other did not begin anew");

    assertEquals(400, node.send("POST", SEE + "/rewind", "{\"to\":\"noon\"}").statusCode());
    assertEquals(400, node.send("POST", SEE + "/rewind", "{}").statusCode());
    HttpResponse<String> unknown = node.send("POST", "/v1/subscriptions/none/pause", "");
    assertEquals(404, unknown.statusCode());
    assertTrue(unknown.body().contains("unknown-subscription"), unknown.body());
  }

  private static boolean seen(TrialNode node, int count) {
    return size(node, "seen") == count;
  }

  private static boolean ordered(TrialNode node, int count) {
    return size(node, "ordered") == count;
  }

  /** None while the till has no history. */
  private static int size(TrialNode node, String field) {
    try {
      HttpResponse<String> answer = node.send("GET", "/v1/services/till/a", "");
      return answer.statusCode() == 200 ? node.state("a").path(field).size() : 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsDeliveredToAPausedServiceAndItsTimersWait() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      node.post("/v1/services/till/a/remind", "3600");
      JsonNode timers =
          node.until("/v1/timers?entity=till/a", answer -> answer.path("timers").size() == 1);
      assertEquals("later", timers.at("/timers/0/name").asText());
      assertFalse(timers.at("/timers/0/late").asBoolean());
      assertEquals(1, node.get("/v1/timers").path("count").asInt());
      assertEquals("later", node.get("/v1/why/till/a").at("/timers/next/name").asText());

      JsonNode paused = node.post("/v1/deliveries/till/pause", "{\"reason\":\"moving\"}");
      assertEquals("moving", paused.path("reason").asText());
      node.until(
          "/v1/deliveries", answer -> answer.at("/paused/0/service").asText().equals("till"));
      node.restart();
      node.hand("a", 4);
      node.post("/v1/services/till/b/remind", "1");
      node.until(
          "/v1/why/till/a",
          why -> {
            String findings = why.path("findings").findValuesAsText("finding").toString();
            return findings.contains("service-paused") && findings.contains("set-aside");
          });
      JsonNode deliveries = node.get("/v1/deliveries");
      assertEquals("not-ready", deliveries.at("/asides/0/problem/code").asText());
      assertEquals(0, node.state("a").path("total").asInt());
      node.until("/v1/timers", answer -> answer.at("/timers/0/late").asBoolean());

      node.post("/v1/deliveries/till/resume", "");
      node.untilState("a", "total", "4");
      node.untilState("b", "total", "7");
      assertEquals(400, node.send("POST", "/v1/deliveries/No!/pause", "").statusCode());
      String metrics = node.send("GET", "/metrics", "").body();
      assertTrue(metrics.contains("holdfast_messages_delivered_total"), metrics);
      assertTrue(metrics.contains("holdfast_timers_lag_seconds_count"), metrics);
      assertTrue(
          metrics.contains("holdfast_subscription_lag_seconds{subscription=\"till.see.orders\"}"),
          metrics);
    }
  }
}
