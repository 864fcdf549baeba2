package dev.holdfast.messaging.cloudevents;

import static dev.holdfast.messaging.cloudevents.Events.event;
import static dev.holdfast.messaging.cloudevents.Events.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What we write is read by the official SDK, and the other way round. */
class OfficialSdkTest {
  private static final List<CloudEvent> EVENTS =
      List.of(
          event(new Data.None()),
          event(json("{\"a\":[1,2.5,null,\"ü😀\"]}"), "datacontenttype", "application/json"),
          event(
              json("[true]"),
              "datacontenttype",
              "application/example+json",
              "subject",
              "orders/1",
              "time",
              "2026-01-31T10:00:00Z",
              "dataschema",
              "https://example.org/schema",
              "partitionkey",
              "o-1"),
          event(new Data.OfText("<a>ü</a>"), "datacontenttype", "text/xml"),
          event(new Data.Binary("AAECAw=="), "datacontenttype", "application/octet-stream"));

  private static Map<String, String> attributes(io.cloudevents.CloudEvent event) {
    var attributes = new TreeMap<String, String>();
    for (String name : event.getAttributeNames()) {
      Object value = event.getAttribute(name);
      if (value != null && !name.equals("specversion")) {
        attributes.put(name, value.toString());
      }
    }
    for (String name : event.getExtensionNames()) {
      attributes.put(name, String.valueOf(event.getExtension(name)));
    }
    return attributes;
  }

  private static String text(io.cloudevents.CloudEvent event) {
    CloudEventData data = event.getData();
    return data == null ? "" : new String(data.toBytes(), StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> known(CloudEvent event) {
    var attributes = new TreeMap<>(event.attributes());
    attributes.computeIfPresent("time", (_, time) -> OffsetDateTime.parse(time).toString());
    return attributes;
  }

  @Test
  void whatWeWriteIsReadInBothModes() {
    for (CloudEvent event : EVENTS) {
      var binary = CloudEventWriter.binary(event);
      io.cloudevents.CloudEvent read =
          HttpMessageFactory.createReader(binary.headers(), binary.body()).toEvent();
      assertEquals(known(event), attributes(read));
      assertEquals(new String(binary.body(), StandardCharsets.ISO_8859_1), text(read));
      var structured = CloudEventWriter.structured(event);
      io.cloudevents.CloudEvent again =
          HttpMessageFactory.createReader(structured.headers(), structured.body()).toEvent();
      assertEquals(known(event), attributes(again));
      assertEquals(text(read), text(again));
    }
  }

  @Test
  void whatItWritesIsReadInBothModes() throws InvalidEvent {
    io.cloudevents.CloudEvent event =
        CloudEventBuilder.v1()
            .withId("A-1")
            .withSource(URI.create("https://example.org/orders"))
            .withType("org.example.placed")
            .withSubject("o-1")
            .withTime(OffsetDateTime.parse("2026-01-31T10:00:00+01:00"))
            .withData("application/json", "{\"total\":7}".getBytes(StandardCharsets.UTF_8))
            .withExtension("number", 7)
            .withExtension("flag", true)
            .build();
    CloudEvent structured = Events.READER.structured(new JsonFormat().serialize(event));
    var headers = new HashMap<String, String>();
    var bodies = new ArrayList<byte[]>();
    HttpMessageFactory.createWriter(
            (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value), bodies::add)
        .writeBinary(event);
    var ce = new HashMap<String, String>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("ce-")) {
            ce.put(name.substring(3), value);
          }
        });
    CloudEvent binary =
        Events.READER.binary(headers.getOrDefault("content-type", ""), ce, bodies.getFirst());
    assertEquals(structured, binary);
    assertEquals(attributes(event), known(binary));
    assertEquals(json("{\"total\":7}"), binary.data());
  }

  @Test
  void whatWeWriteWeReadAgain() throws InvalidEvent {
    for (CloudEvent event : EVENTS) {
      assertEquals(event, Events.READER.structured(CloudEventWriter.structured(event).body()));
    }
    CloudEvent odd = event(json("1"), "subject", "\"%20\" ü😀\\", "datacontenttype", "a/json");
    var written = CloudEventWriter.binary(odd);
    var ce = new TreeMap<String, String>();
    written.headers().forEach((name, value) -> ce.put(name.replace("ce-", ""), value));
    Optional<String> type = Optional.ofNullable(ce.remove("content-type"));
    assertEquals("%22%2520%22%20%C3%BC%F0%9F%98%80\\", ce.get("subject"));
    assertEquals(odd, Events.READER.binary(type.orElse(""), ce, written.body()));
    assertEquals("1", new String(Arrays.copyOf(written.body(), 1), StandardCharsets.UTF_8));
  }
}
