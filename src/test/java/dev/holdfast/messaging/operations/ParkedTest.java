package dev.holdfast.messaging.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages that an instance cannot handle, from the first try to the operator. */
@Timeout(180)
class ParkedTest {
  private static final String PARKED = "/v1/parked/till/a/";

  @TempDir private Path folder = Path.of("");

  @Test
  void poisonParksAfterItsTriesStopsNobodyElseAndIsFreedInOrderOnceEdited() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      for (long cents : List.of(1L, 13L, 2L, 3L)) {
        node.sell("a", cents);
      }
      node.sell("b", 5);
      node.untilState("b", "ordered", "[5]");
      node.untilState("b", "seen", "[5]");
      node.untilState("a", "seen", "[1,2,3]");
      assertEquals("[1]", node.state("a").path("ordered").toString(), "they wait");

      Map<String, JsonNode> parked = parked(node, 4);
      JsonNode order = one(parked, "order");
      JsonNode see = one(parked, "see");
      assertEquals("handler-failed", order.at("/problem/code").asText());
      assertEquals(5, order.path("tries").asInt());
      assertEquals("till.order.orders@1", order.path("lane").asText());
      assertTrue(order.path("blocking").asBoolean());
      assertFalse(see.path("blocking").asBoolean());
      long number = order.path("number").asLong();

      JsonNode whole = node.get(PARKED + number);
      assertEquals("{\"till\":\"a\",\"cents\":13}", whole.at("/message/argument").toString());
      assertEquals("till", whole.at("/message/caller/name").asText());
      assertEquals("[1]", whole.at("/met/state/ordered").toString());
      assertEquals(number - 1, whole.at("/met/sequence").asLong());
      assertEquals("parked", whole.at("/story/0/change").asText());

      JsonNode why = node.get("/v1/why/till/a");
      assertTrue(finding(why, "parked-blocks").contains("2 wait behind it"), why::toString);
      assertTrue(why.at("/instance/reachable").asBoolean());
      assertEquals(List.of("nothing"), findings(node.get("/v1/why/till/b")));

      assertEquals("failed", node.post(PARKED + number + "/retry", "").path("outcome").asText());
      assertEquals(
          "edited",
          node.put(PARKED + number, "{\"till\":\"a\",\"cents\":14}").path("outcome").asText());
      assertEquals("[1]", node.state("a").path("ordered").toString());
      assertEquals("handled", node.post(PARKED + number + "/retry", "").path("outcome").asText());
      node.untilState("a", "ordered", "[1,14,2,3]");

      assertEquals(
          "skipped",
          node.post(PARKED + see.path("number").asLong() + "/skip", "").path("outcome").asText());
      parked(node, 0);
      assertEquals(404, node.send("POST", PARKED + number + "/retry", "").statusCode());
      assertEquals("[1,2,3]", node.state("a").path("seen").toString());
      assertStory(node, number);
    }
  }

  /** The history of the instance says what was done to it and by whom. */
  private static void assertStory(TrialNode node, long number) throws Exception {
    List<String> story = new ArrayList<>();
    for (JsonNode commit : node.get("/v1/services/till/a/events").path("events")) {
      for (JsonNode change : commit.path("parking")) {
        if (change.path("number").asLong() == number) {
          story.add(
              change.path("change").asText()
                  + " "
                  + commit.path("handler").asText()
                  + " by "
                  + commit.at("/caller/name").asText());
        }
      }
    }
    assertEquals(
        List.of(
            "parked order by till",
            "failed order by operator",
            "edited order by operator",
            "handled order by operator"),
        story);
  }

  @Test
  void aRejectionWithoutOtherwiseParksWithoutBlockingAndSurvivesARestart() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      node.hand("a", 1);
      node.hand("a", -5);
      node.hand("a", 2);
      node.untilState("a", "total", "3");
      JsonNode rejected = one(parked(node, 1), "take");
      assertEquals("till/nothing-to-take", rejected.at("/problem/code").asText());
      assertEquals("", rejected.path("lane").asText());
      assertFalse(rejected.path("blocking").asBoolean());
      node.hand("a", 13);
      node.sell("a", 13);
      node.sell("a", 8);
      parked(node, 5);

      node.restart();

      Map<String, JsonNode> parked = parked(node, 5);
      assertEquals(rejected, one(parked, "take"));
      node.sell("a", 9);
      node.untilState("a", "seen", "[8,9]");
      assertEquals("[]", node.state("a").path("ordered").toString(), "they still wait");
      long order = one(parked, "order").path("number").asLong();
      assertEquals("skipped", node.post(PARKED + order + "/skip", "").path("outcome").asText());
      node.untilState("a", "ordered", "[8,9]");
      long take = rejected.path("number").asLong();
      node.put(PARKED + take, "4");
      assertEquals(
          "7", node.post(PARKED + take + "/retry", "").path("reply").toString(), "its reply");
    }
  }

  @Test
  void listsGoOnWhereAPageEndedAndWhatIsNotThereIsSaid() throws Exception {
    try (TrialNode node = TrialNode.embedded(folder)) {
      for (String till : List.of("a", "b", "c")) {
        node.hand(till, -1);
      }
      JsonNode all = node.until("/v1/parked?service=till", page -> page.path("parked").size() == 3);
      assertFalse(all.has("cursor"));
      List<String> ids = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = node.get("/v1/parked?limit=1&cursor=" + cursor.replace("#", "%23"));
        page.path("parked").forEach(row -> ids.add(row.path("id").asText()));
        cursor = page.path("cursor").asText();
      } while (!cursor.isEmpty());
      assertEquals(List.of("a", "b", "c"), ids);
      assertEquals(1, node.get("/v1/parked?entity=till/b").path("parked").size());
      assertEquals(0, node.get("/v1/parked?service=til").path("parked").size());
      assertEquals(400, node.send("GET", "/v1/parked?cursor=x", "").statusCode());
      assertEquals(400, node.send("GET", "/v1/parked?entity=till", "").statusCode());
      assertEquals(404, node.send("GET", PARKED + "99", "").statusCode());
      assertEquals(404, node.send("GET", "/v1/parked/till/nobody/1", "").statusCode());
      assertEquals(404, node.send("GET", "/v1/parked/none/a/1", "").statusCode());
      assertEquals(400, node.send("PUT", PARKED + "1", "{").statusCode());
      assertEquals(405, node.send("DELETE", PARKED + "1", "").statusCode());
      assertTrue(findings(node.get("/v1/why/none/a")).contains("not-deployed"));
      assertTrue(findings(node.get("/v1/why/till/nobody")).contains("no-history"));
    }
  }

  /** By handler and number, once there are so many. */
  private static Map<String, JsonNode> parked(TrialNode node, int count) throws Exception {
    JsonNode page =
        node.until("/v1/parked?entity=till/a", some -> some.path("parked").size() == count);
    Map<String, JsonNode> parked = new TreeMap<>();
    for (JsonNode row : page.path("parked")) {
      String waits = row.path("waiting").asBoolean() ? "waiting " : "";
      parked.put(waits + row.path("handler").asText() + " " + row.path("number"), row);
    }
    return parked;
  }

  private static JsonNode one(Map<String, JsonNode> parked, String handler) {
    return parked.entrySet().stream()
        .filter(one -> one.getKey().startsWith(handler + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(handler + " is not in " + parked))
        .getValue();
  }

  private static List<String> findings(JsonNode why) {
    return why.path("findings").findValuesAsText("finding");
  }

  private static String finding(JsonNode why, String name) {
    for (JsonNode finding : why.path("findings")) {
      if (finding.path("finding").asText().equals(name)) {
        return finding.path("says").asText();
      }
    }
    throw new AssertionError(name + " is not in " + why);
  }
}
