package dev.holdfast.messaging.cloudevents;

import static dev.holdfast.messaging.cloudevents.Events.event;
import static dev.holdfast.messaging.cloudevents.Events.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.messaging.InboundMessage;
import dev.holdfast.messaging.TopicMessage;
import dev.holdfast.messaging.cloudevents.CloudEvent.Data;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicEventsTest {
  private static TopicMessage message(Publication publication) {
    return new TopicMessage(
        new MessageId(17, 4711, 1),
        new EntityId("orders", "o 1"),
        Instant.parse("2026-01-31T10:00:00Z"),
        publication);
  }

  private static CloudEvent again(InboundMessage in) {
    return TopicEvents.outbound(
        message(new Publication(in.topic(), in.key(), in.payload(), in.attributes())));
  }

  @Test
  void anEventIsAMessageWithItsAttributes() {
    InboundMessage message =
        TopicEvents.inbound("orders", event(json("{\"a\":1}"), "subject", "s", "x", "5"));
    assertEquals(
        new InboundMessage(
            "orders",
            "s",
            Json.of("{\"a\":1}"),
            Map.of("id", "1", "source", "/s", "type", "t", "subject", "s", "x", "5"),
            Optional.of("/s 1")),
        message);
  }

  @Test
  void theKeyIsThePartitionKeyElseTheSubjectElseTheId() {
    assertEquals("1", TopicEvents.inbound("t", event(new Data.None())).key());
    assertEquals("s", TopicEvents.inbound("t", event(new Data.None(), "subject", "s")).key());
    assertEquals(
        "p",
        TopicEvents.inbound("t", event(new Data.None(), "subject", "s", "partitionkey", "p"))
            .key());
  }

  @Test
  void anEventLeavesAsItCame() {
    for (CloudEvent event :
        List.of(
            event(new Data.None()),
            event(json("1"), "time", "2026-01-31t10:00:00.000z", "x", ""),
            event(json("{\"a\":1.50}"), "datacontenttype", "a/b+json"),
            event(new Data.OfText("ü\n\"x\""), "datacontenttype", "text/plain"),
            event(new Data.OfText("x"), "datacontenttype", "a/b+xml; charset=utf-8"),
            event(new Data.Binary("AAEC"), "datacontenttype", "image/png"))) {
      assertEquals(event, again(TopicEvents.inbound("t", event)));
    }
    assertEquals(
        event(new Data.Binary("AAEC"), "datacontenttype", "application/octet-stream"),
        again(TopicEvents.inbound("t", event(new Data.Binary("AAEC")))));
  }

  @Test
  void dataThatIsNotJsonIsAString() {
    assertEquals(
        Json.of("\"ü\\n\""),
        TopicEvents.inbound("t", event(new Data.OfText("ü\n"), "datacontenttype", "text/a"))
            .payload());
    assertEquals(
        Json.of("\"AAEC\""), TopicEvents.inbound("t", event(new Data.Binary("AAEC"))).payload());
    assertEquals(Json.NULL, TopicEvents.inbound("t", event(new Data.None())).payload());
  }

  @Test
  void aMessageOfAServiceIsAnEventOfItsPublisher() {
    CloudEvent event =
        TopicEvents.outbound(
            message(new Publication("placed", "o/1", Json.of("{\"a\":1}"), Map.of("x", "y"))));
    assertEquals(
        Map.of(
            "id", "17-4711-1",
            "source", "/services/orders/o%201",
            "type", "placed",
            "subject", "o/1",
            "partitionkey", "o/1",
            "time", "2026-01-31T10:00:00Z",
            "x", "y"),
        event.attributes());
    assertEquals(json("{\"a\":1}"), event.data());
  }

  @Test
  void attributesThatNoEventCanHaveAreLeftOut() {
    CloudEvent event =
        TopicEvents.outbound(
            message(
                new Publication(
                    "placed",
                    "k\u0000",
                    Json.of("7"),
                    Map.of(
                        "X-Header", "1",
                        "data", "1",
                        "specversion", "0.3",
                        "source", "not a uri",
                        "type", "mine",
                        "note", "a\nb",
                        "datacontenttype", "text/plain"))));
    assertEquals(
        Map.of(
            "id", "17-4711-1",
            "source", "/services/orders/o%201",
            "type", "mine",
            "time", "2026-01-31T10:00:00Z"),
        event.attributes());
    assertEquals(json("7"), event.data());
  }

  @Test
  void anEventThatBreaksARuleCannotBeMade() {
    assertThrows(
        IllegalArgumentException.class, () -> new CloudEvent(Map.of("id", "1"), new Data.None()));
    assertThrows(
        IllegalArgumentException.class, () -> event(new Data.None(), "specversion", "1.0"));
    assertThrows(IllegalArgumentException.class, () -> event(new Data.None(), "Big", "1"));
    assertThrows(IllegalArgumentException.class, () -> event(new Data.None(), "time", "now"));
    assertThrows(IllegalArgumentException.class, () -> event(new Data.OfText("no type")));
    assertThrows(
        IllegalArgumentException.class, () -> event(json("1"), "datacontenttype", "text/plain"));
  }
}
