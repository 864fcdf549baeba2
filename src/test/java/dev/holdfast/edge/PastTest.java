package dev.holdfast.edge;

import static dev.holdfast.edge.EdgeFixture.codes;
import static dev.holdfast.edge.EdgeFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PastTest {
  private static final EdgeFixture EDGE = new EdgeFixture("holdfast.history.page = 3");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  private static String state(String id, int at) {
    return json(EDGE.get("/v1/services/counter/" + id + "?at=" + at)).path("state").toString();
  }

  /** A snapshot that lies, so that one can see whether it was used. */
  private static void snapshot(String id, long sequence, String version) {
    Json content =
        Json.of(
            "{\"q\":%d,\"t\":\"2026-01-31T10:00:00Z\",\"s\":{\"value\":-1},\"i\":[{\"s\":7}]}"
                .formatted(sequence));
    EDGE.journal.save(
        "counter/" + id, new StoredSnapshot(sequence, new EntitySnapshot(1, version, content)));
  }

  private static void addFive(String id) {
    for (int i = 0; i < 5; i++) {
      EDGE.add(id, 1);
    }
  }

  @Test
  void theFoldBeginsWithTheNearestSnapshotOfThisVersion() {
    addFive("near");
    snapshot("near", 3, "v1");
    assertEquals("{\"value\":2}", state("near", 2));
    assertEquals("{\"value\":-1}", state("near", 3));
    assertEquals("{\"value\":4}", state("near", 4));
  }

  @Test
  void aSnapshotOfAnotherVersionCountsForNothing() {
    addFive("other");
    snapshot("other", 3, "v0");
    assertEquals("{\"value\":3}", state("other", 3));
    assertEquals("{\"value\":5}", state("other", 5));
  }

  @Test
  void aLongHistoryIsFoldedAndToldPageByPage() {
    for (int i = 0; i < 20; i++) {
      EDGE.add("long", 1);
    }
    assertEquals("{\"value\":20}", state("long", 20));
    var page = json(EDGE.get("/v1/services/counter/long/events?from=5&limit=10")).path("events");
    assertEquals(10, page.size());
    for (int i = 0; i < 10; i++) {
      assertEquals(i + 5, page.path(i).path("sequence").asInt());
      assertEquals(i + 4, page.path(i).path("diff").path(0).path("from").asInt());
      assertEquals(i + 5, page.path(i).path("diff").path(0).path("value").asInt());
    }
  }

  @Test
  void theFutureAndTheStatelessHaveNoPast() {
    addFive("end");
    assertEquals(
        List.of("400", "invalid-request"), codes(EDGE.get("/v1/services/counter/end?at=6")));
    assertEquals(
        "[]", json(EDGE.get("/v1/services/counter/end/events?from=6")).path("events").toString());
    assertEquals(List.of("404", "unknown-handler"), codes(EDGE.get("/v1/services/clock/x/events")));
  }
}
