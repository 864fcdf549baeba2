package dev.holdfast.messaging.cloudevents;

import static dev.holdfast.messaging.cloudevents.Events.bytes;
import static dev.holdfast.messaging.cloudevents.Events.document;
import static dev.holdfast.messaging.cloudevents.Events.event;
import static dev.holdfast.messaging.cloudevents.Events.json;
import static dev.holdfast.messaging.cloudevents.Events.refused;
import static dev.holdfast.messaging.cloudevents.Events.structured;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StructuredModeTest {
  private static final CloudEventReader SMALL = new CloudEventReader(Events.SMALL);

  @Test
  void anEventIsReadWithAllItsAttributes() throws InvalidEvent {
    CloudEvent read =
        structured(
            """
            {"data": {"a": [1, 2.50, "x"]}, "type": "com.example.made", "source": "https://e.org/a?b",
             "specversion": "1.0", "id": "A-1", "subject": "s/ü",
             "time": "2026-01-31T10:00:00.5+02:00",
             "datacontenttype": "application/vnd.x+json", "dataschema": "urn:schema:1",
             "text": "x", "yes": true, "no": false, "number": -7, "unset": null}
            """);
    assertEquals(
        Map.ofEntries(
            Map.entry("id", "A-1"),
            Map.entry("source", "https://e.org/a?b"),
            Map.entry("type", "com.example.made"),
            Map.entry("subject", "s/ü"),
            Map.entry("time", "2026-01-31T10:00:00.5+02:00"),
            Map.entry("datacontenttype", "application/vnd.x+json"),
            Map.entry("dataschema", "urn:schema:1"),
            Map.entry("text", "x"),
            Map.entry("yes", "true"),
            Map.entry("no", "false"),
            Map.entry("number", "-7")),
        read.attributes());
    assertEquals(json("{\"a\": [1, 2.50, \"x\"]}"), read.data());
  }

  @Test
  void dataIsTakenAsItStands() throws InvalidEvent {
    for (String data :
        List.of("1.50", "-0", "\"a\\u0041\"", "[]", "{}", "true", "[ 1 ]", "\"\\ud83d\\ude00\"")) {
      assertEquals(json(data), structured(document(", \"data\" : " + data + " ")).data());
    }
    assertEquals(new Data.None(), structured(document("")).data());
    assertEquals(json("null"), structured(document(",\"data\":null")).data());
    assertEquals(json("7"), structured(document(",\"data\":7,\"subject\":\"after\"")).data());
  }

  @Test
  void theMediaTypeDecidesTheFormOfTheData() throws InvalidEvent {
    assertEquals(
        new Data.OfText("<a/>"),
        structured(document(",\"datacontenttype\":\"text/xml\",\"data\":\"<a/>\"")).data());
    assertEquals(
        new Data.OfText("äh"),
        structured(document(",\"datacontenttype\":\"Text/Plain\",\"data_base64\":\"w6Ro\""))
            .data());
    assertEquals(
        new Data.Binary("AQI="),
        structured(document(",\"datacontenttype\":\"image/png\",\"data_base64\":\"AQI=\"")).data());
    assertEquals(
        new Data.Binary("eA=="),
        structured(document(",\"datacontenttype\":\"image/png\",\"data\":\"x\"")).data());
    assertEquals(
        json("{\"a\":1}"),
        structured(document(",\"datacontenttype\":\"a/json\",\"data_base64\":\"eyJhIjoxfQ==\""))
            .data());
    assertEquals(
        new Data.Binary("eyJhIjoxfQ=="),
        structured(document(",\"data_base64\":\"eyJhIjoxfQ==\"")).data());
    assertEquals(
        new Data.None(),
        structured(document(",\"datacontenttype\":\"text/plain\",\"data\":null")).data());
    assertEquals(
        new Data.Binary("4Q=="),
        structured(
                document(
                    ",\"datacontenttype\":\"text/plain; charset=latin1\",\"data_base64\":\"4Q==\""))
            .data());
  }

  @Test
  void whatBreaksARuleIsPointedAt() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("{}", "invalid-request /specversion"),
            Map.entry("{\"specversion\":\"1.0\"}", "invalid-request /id"),
            Map.entry("{\"specversion\":\"0.3\",\"id\":\"1\"}", "invalid-request /specversion"),
            Map.entry("{\"specversion\":1.0}", "invalid-request /specversion"),
            Map.entry("[]", "invalid-request"),
            Map.entry("\"x\"", "invalid-request"),
            Map.entry(document("").replace("\"1\"", "\"\""), "invalid-request /id"),
            Map.entry(document("").replace("\"1\"", "null"), "invalid-request /id"),
            Map.entry(document("").replace("\"1\"", "1"), "invalid-request /id"),
            Map.entry(document("").replace("\"/s\"", "\"\""), "invalid-request /source"),
            Map.entry(document("").replace("/s", "a b"), "invalid-request /source"),
            Map.entry(document("").replace("/s", "%zz"), "invalid-request /source"),
            Map.entry(document("").replace("/s", "/ü"), "invalid-request /source"),
            Map.entry(document("").replace("\"t\"", "\"\""), "invalid-request /type"),
            Map.entry(document(",\"subject\":\"\""), "invalid-request /subject"),
            Map.entry(document(",\"subject\":\"a\\u0000\""), "invalid-request /subject"),
            Map.entry(document(",\"subject\":\"a\\u0085\""), "invalid-request /subject"),
            Map.entry(document(",\"subject\":\"a\\uffff\""), "invalid-request /subject"),
            Map.entry(document(",\"partitionkey\":\"\""), "invalid-request /partitionkey"),
            Map.entry(document(",\"time\":\"yesterday\""), "invalid-request /time"),
            Map.entry(document(",\"time\":\"2026-02-30T10:00:00Z\""), "invalid-request /time"),
            Map.entry(document(",\"time\":\"2026-01-31\""), "invalid-request /time"),
            Map.entry(document(",\"dataschema\":\"/relative\""), "invalid-request /dataschema"),
            Map.entry(
                document(",\"datacontenttype\":\"json\""), "invalid-request /datacontenttype"),
            Map.entry(document(",\"datacontenttype\":7"), "invalid-request /datacontenttype"),
            Map.entry(document(",\"Upper\":\"a\""), "invalid-request /Upper"),
            Map.entry(document(",\"a_b\":\"a\""), "invalid-request /a_b"),
            Map.entry(document(",\"a/b~\":\"a\""), "invalid-request /a~1b~0"),
            Map.entry(document(",\"\":\"a\""), "invalid-request /"),
            Map.entry(document(",\"x\":{}"), "invalid-request /x"),
            Map.entry(document(",\"x\":[1]"), "invalid-request /x"),
            Map.entry(document(",\"x\":1.5"), "invalid-request /x"),
            Map.entry(document(",\"x\":2147483648"), "invalid-request /x"),
            Map.entry(document(",\"data\":1,\"data_base64\":\"\""), "invalid-request /data_base64"),
            Map.entry(document(",\"data_base64\":7"), "invalid-request /data_base64"),
            Map.entry(document(",\"data_base64\":\"*\""), "invalid-request /data_base64"),
            Map.entry(
                document(",\"datacontenttype\":\"text/plain\",\"data\":7"),
                "invalid-request /data"),
            Map.entry(
                document(",\"datacontenttype\":\"a/json\",\"data_base64\":\"ew==\""),
                "invalid-json /data_base64"),
            Map.entry(
                document(",\"datacontenttype\":\"text/plain\",\"data_base64\":\"/w==\""),
                "invalid-request /data_base64"));
    wrong.forEach(
        (document, problem) ->
            assertEquals(problem, refused(() -> structured(document)), document));
  }

  @Test
  void aDocumentThatIsNoJsonIsPointedAt() {
    assertEquals("invalid-json", refused(() -> structured("")));
    assertEquals("invalid-json", refused(() -> structured(document("") + "x")));
    assertEquals("invalid-json", refused(() -> structured("\ufeff" + document(""))));
    assertEquals("invalid-json /id", refused(() -> structured("{\"id\":\"1\",\"id\":\"2\"}")));
    assertEquals(
        "invalid-json /data/a", refused(() -> structured(document(",\"data\":{\"a\":1,\"a\":2}"))));
    assertEquals(
        "invalid-json /data/0", refused(() -> structured(document(",\"data\":[\"\\ud800\"]"))));
    assertEquals("invalid-json /data/0", refused(() -> structured(document(",\"data\":[01]"))));
    assertEquals(
        "invalid-json",
        refused(() -> Events.READER.structured(new byte[] {'"', (byte) 0xff, '"'})));
  }

  @Test
  void theTimeMayBeWrittenInEveryWayOfItsStandard() throws InvalidEvent {
    for (String time :
        List.of(
            "2026-01-31T10:00:00Z",
            "2026-01-31t10:00:00z",
            "2026-01-31T10:00:00.123456789012Z",
            "2026-01-31T10:00:00-23:59",
            "2016-12-31T23:59:60Z")) {
      assertEquals(
          time, structured(document(",\"time\":\"" + time + "\"")).attribute("time").orElse(""));
    }
  }

  @Test
  void aBatchIsReadInOrder() throws InvalidEvent {
    assertEquals(List.of(), SMALL.batch(bytes(" [ ] ")));
    List<CloudEvent> read =
        SMALL.batch(bytes("[" + document(",\"data\":1") + "," + document(",\"data\":[2]") + "]"));
    assertEquals(List.of(event(json("1")), event(json("[2]"))), read);
  }

  @Test
  void ofABatchTheWrongEventIsPointedAt() {
    String right = document(",\"data\":{}");
    assertEquals(
        "invalid-request /2/source",
        refused(() -> batch(right, right, "{\"specversion\":\"1.0\",\"id\":\"1\"}")));
    assertEquals("invalid-request /1", refused(() -> batch(right, "7", right)));
    assertEquals(
        "invalid-json /1/data/x", refused(() -> batch(right, document(",\"data\":{\"x\":}"))));
    assertEquals("too-large /3", refused(() -> batch(right, right, right, right)));
    assertEquals("invalid-request", refused(() -> SMALL.batch(bytes("{}"))));
    assertEquals("invalid-json", refused(() -> SMALL.batch(bytes("[] []"))));
  }

  private static void batch(String... events) throws InvalidEvent {
    SMALL.batch(bytes("[" + String.join(",", events) + "]"));
  }

  @Test
  void everyLimitHolds() {
    Map<String, String> wrong =
        Map.of(
            document(",\"data\":\"" + "x".repeat(500) + "\""), "too-large /data",
            document(",\"data_base64\":\"" + "A".repeat(700) + "\""), "too-large /data_base64",
            document(",\"subject\":\"" + "x".repeat(101) + "\""), "invalid-request /subject",
            document(",\"" + "x".repeat(101) + "\":1"), "invalid-request",
            document(",\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1"), "invalid-request",
            document(",\"data\":" + "[".repeat(10) + "]".repeat(10)),
                "invalid-json /data/0/0/0/0/0/0/0/0/0",
            document(",\"data\":[" + "1,".repeat(200) + "1]"), "invalid-json /data/189",
            document(",\"data\":[" + "1".repeat(21) + "]"), "invalid-json /data/0",
            document(" ".repeat(2_000)), "too-large");
    wrong.forEach(
        (document, problem) ->
            assertEquals(problem, refused(() -> SMALL.structured(bytes(document))), document));
  }
}
