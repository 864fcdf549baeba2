package dev.holdfast.connectors.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.holdfast.connectors.ConnectorSettings.PayloadForm;
import dev.holdfast.connectors.intake.Incoming;
import dev.holdfast.connectors.outflow.Deliveries;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final byte[] NO_TEXT = {(byte) 0xff};

  @Test
  void aRecordIsNamedByItsPlaceAndTime() {
    Incoming<Place> incoming = Records.incoming(place(bytes("k"), bytes("1")), PayloadForm.JSON);
    assertEquals(Optional.of("orders-3-17-1700"), incoming.messageId());
    assertEquals(Optional.of("k"), incoming.routingKey());
    assertArrayEquals(bytes("1"), incoming.body().bytes());
    assertEquals(Map.of("kind", "late"), incoming.attributes(), "the last of a name, and no bytes");
  }

  @Test
  void aKeyThatIsMissingOrNoTextIsNone() {
    assertEquals(
        Optional.empty(), Records.incoming(place(null, bytes("1")), PayloadForm.JSON).routingKey());
    assertEquals(
        Optional.empty(),
        Records.incoming(place(NO_TEXT, bytes("1")), PayloadForm.JSON).routingKey());
  }

  @Test
  void aRecordWithoutAValueIsAMessage() {
    Incoming<Place> json = Records.incoming(place(NO_TEXT, null), PayloadForm.JSON);
    assertArrayEquals(bytes("null"), json.body().bytes());
    assertEquals("true", json.attributes().get("broker.tombstone"));
    Incoming<Place> wrapped = Records.incoming(place(NO_TEXT, null), PayloadForm.BASE64);
    assertEquals(0, wrapped.body().bytes().length);
  }

  @Test
  void poisonIsTheSameRecordWithTheReason() {
    ProducerRecord<byte[], byte[]> poison =
        Records.poison("grave", place(NO_TEXT, null), "no JSON");
    assertEquals("grave", poison.topic());
    assertArrayEquals(NO_TEXT, poison.key());
    assertNull(poison.value());
    assertEquals("no JSON", texts(poison.headers()).get("holdfast.problem"));
    assertEquals("orders-3-17-1700", texts(poison.headers()).get("holdfast.record"));
    assertEquals("late", texts(poison.headers()).get("kind"));
  }

  @Test
  void aMessageHasItsKeyAndItsHeadersAndOursWin() {
    var delivery = Deliveries.of(1, "k", Map.of("a", "b", "holdfast.key", "forged"));
    ProducerRecord<byte[], byte[]> record = Records.outgoing("out", delivery);
    assertEquals("out", record.topic());
    assertArrayEquals(bytes("k"), record.key());
    assertArrayEquals(bytes("1"), record.value());
    assertNull(record.timestamp(), "so that it is kept from now on");
    assertEquals(
        Map.of(
            "a", "b",
            "content-type", "application/json",
            "holdfast.id", "t/17-1-0",
            "holdfast.topic", "t",
            "holdfast.key", "k",
            "holdfast.publisher", "cart/ada",
            "holdfast.time", "1970-01-01T00:00:00Z"),
        texts(record.headers()));
  }

  private static Place place(byte @Nullable [] key, byte @Nullable [] value) {
    var headers = new RecordHeaders();
    headers.add("kind", bytes("early")).add("kind", bytes("late")).add("bytes", NO_TEXT);
    headers.add("broker.tombstone", bytes("forged"));
    return new Place(
        new Offsets(),
        new ConsumerRecord<>(
            "orders",
            3,
            17,
            1_700,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            headers,
            Optional.empty()));
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new TreeMap<>();
    headers.forEach(one -> texts.put(one.key(), new String(one.value(), StandardCharsets.UTF_8)));
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
