package dev.holdfast.messaging.cloudevents;

import static dev.holdfast.messaging.cloudevents.Events.READER;
import static dev.holdfast.messaging.cloudevents.Events.bytes;
import static dev.holdfast.messaging.cloudevents.Events.json;
import static dev.holdfast.messaging.cloudevents.Events.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import dev.holdfast.messaging.cloudevents.CloudEventReader.Mode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BinaryModeTest {
  private static final String JSON = "application/json";

  private static Map<String, String> headers(String... more) {
    var headers =
        new TreeMap<>(Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", "t"));
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return headers;
  }

  private static String header(String name, String value) throws InvalidEvent {
    return READER.binary("", headers(name, value), new byte[0]).attribute(name).orElse("absent");
  }

  @Test
  void theContentTypeTellsTheMode() throws InvalidEvent {
    assertEquals(Mode.BINARY, CloudEventReader.mode(JSON));
    assertEquals(Mode.BINARY, CloudEventReader.mode(""));
    assertEquals(Mode.STRUCTURED, CloudEventReader.mode("application/cloudevents+json"));
    assertEquals(
        Mode.STRUCTURED, CloudEventReader.mode("Application/CloudEvents+JSON; charset=UTF-8"));
    assertEquals(Mode.BATCH, CloudEventReader.mode("application/cloudevents-batch+json"));
    for (String unknown :
        List.of(
            "application/cloudevents",
            "application/cloudevents+avro",
            "application/cloudevents-batch+xml",
            "application/cloudevents+json; charset=latin1",
            "application/cloudevents+json+")) {
      assertEquals("unsupported-media-type", refused(() -> CloudEventReader.mode(unknown)));
    }
  }

  @Test
  void attributesAreHeadersAndTheBodyIsTheData() throws InvalidEvent {
    CloudEvent read =
        READER.binary(
            JSON,
            headers("subject", "s", "time", "2026-01-31T10:00:00Z", "comexampleext", "5"),
            bytes(" {\"a\":1.10}\n"));
    assertEquals(
        Map.of(
            "id", "1",
            "source", "/s",
            "type", "t",
            "subject", "s",
            "time", "2026-01-31T10:00:00Z",
            "comexampleext", "5",
            "datacontenttype", JSON),
        read.attributes());
    assertEquals(json("{\"a\":1.10}"), read.data());
  }

  @Test
  void theMediaTypeDecidesTheFormOfTheData() throws InvalidEvent {
    assertEquals(new Data.OfText("äh"), READER.binary("text/x", headers(), bytes("äh")).data());
    assertEquals(new Data.Binary("eA=="), READER.binary("a/b", headers(), bytes("x")).data());
    assertEquals(new Data.Binary("eA=="), READER.binary("", headers(), bytes("x")).data());
    assertEquals(new Data.None(), READER.binary(JSON, headers(), new byte[0]).data());
  }

  @Test
  void valuesArePercentDecodedOnce() throws InvalidEvent {
    assertEquals("Euro € 😀", header("subject", "Euro%20%E2%82%AC%20%F0%9F%98%80"));
    assertEquals("Euro € 😀", header("subject", "Euro%20%e2%82%ac%20%f0%9f%98%80"));
    assertEquals("%20", header("subject", "%2520"));
    assertEquals("a b", header("subject", "a b"));
    assertEquals("a", header("subject", "%61"));
    assertEquals("a\"b c\\d", header("subject", "\"a\\\"b%20c\\\\d\""));
    assertEquals("\"", header("subject", "\""));
  }

  @Test
  void valuesThatCannotBeDecodedAreRefused() {
    for (String value :
        List.of("%", "%4", "%zz", "%C0%A0", "%ED%A0%80", "%FF", "%00", "%0A", "ü", "%EF%BF%BF")) {
      assertEquals("invalid-request", refused(() -> header("subject", value)), value);
    }
  }

  @Test
  void whatBreaksARuleIsRefused() {
    for (List<String> header :
        List.of(
            List.of("specversion", "0.3"),
            List.of("id", ""),
            List.of("source", "a%20b"),
            List.of("time", "now"),
            List.of("a-b", "x"),
            List.of("a_b", "x"),
            List.of("data", "x"),
            List.of("", "x"),
            List.of("dataschema", "x"),
            List.of("subject", "x".repeat(5_000)),
            List.of("x".repeat(5_000), "x"),
            List.of("datacontenttype", JSON))) {
      assertEquals(
          "invalid-request",
          refused(() -> header(header.getFirst(), header.getLast())),
          header.toString());
    }
    for (String name : List.of("specversion", "id", "source", "type")) {
      Map<String, String> headers = headers();
      headers.remove(name);
      assertEquals(
          "invalid-request", refused(() -> READER.binary(JSON, headers, bytes("1"))), name);
    }
    assertEquals("invalid-request", refused(() -> READER.binary("json", headers(), bytes("1"))));
  }

  @Test
  void dataThatIsNotOfItsMediaTypeIsRefused() {
    assertEquals(
        "invalid-json /a", refused(() -> READER.binary(JSON, headers(), bytes("{\"a\":}"))));
    assertEquals("invalid-json", refused(() -> READER.binary(JSON, headers(), bytes("1 2"))));
    assertEquals("invalid-json", refused(() -> READER.binary(JSON, headers(), bytes(" "))));
    assertEquals(
        "unsupported-media-type",
        refused(() -> READER.binary(JSON + "; charset=utf-16", headers(), bytes("1"))));
    assertEquals(
        "invalid-request",
        refused(() -> READER.binary("text/plain", headers(), new byte[] {(byte) 0xff})));
    assertEquals(
        "too-large",
        refused(() -> new CloudEventReader(Events.SMALL).binary("a/b", headers(), new byte[501])));
  }
}
