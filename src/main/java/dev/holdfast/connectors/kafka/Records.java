package dev.holdfast.connectors.kafka;

import dev.holdfast.connectors.ConnectorSettings.PayloadForm;
import dev.holdfast.connectors.intake.Body;
import dev.holdfast.connectors.intake.Incoming;
import dev.holdfast.connectors.intake.Texts;
import dev.holdfast.connectors.outflow.Delivery;
import dev.holdfast.protocol.Publication;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What stands in records; pure. */
final class Records {
  private Records() {}

  /**
   * A record as it came. One without a value, which in a compacted topic deletes its key, is a
   * message like any other: {@code null} where payloads are JSON, nothing where they are wrapped.
   */
  static Incoming<Place> incoming(Place place, PayloadForm form) {
    ConsumerRecord<byte[], byte[]> record = place.record();
    Map<String, String> attributes = new HashMap<>();
    for (Header header : record.headers()) {
      if (!header.key().startsWith(Incoming.RESERVED)) {
        Texts.utf8(header.value()).ifPresent(value -> attributes.put(header.key(), value));
      }
    }
    byte @Nullable [] value = record.value();
    if (value == null) {
      attributes.put(Incoming.RESERVED + "tombstone", "true");
      value = bytes(form == PayloadForm.JSON ? "null" : "");
    }
    return new Incoming<>(
        place, Body.wrap(value), attributes, Optional.of(place.id()), Texts.utf8(record.key()));
  }

  /** The same record for the topic of poison, with what is wrong with it. */
  static ProducerRecord<byte[], byte[]> poison(String topic, Place place, String why) {
    ConsumerRecord<byte[], byte[]> record = place.record();
    var poison = new ProducerRecord<>(topic, record.key(), record.value());
    record.headers().forEach(poison.headers()::add);
    poison.headers().add("holdfast.problem", bytes(why));
    poison.headers().add("holdfast.record", bytes(place.id()));
    return poison;
  }

  /**
   * A record for a message. Ours win over attributes of the same name. The time of the message is a
   * header only: Kafka keeps a record by its timestamp, and one that waited for long would be gone
   * at once.
   */
  static ProducerRecord<byte[], byte[]> outgoing(String topic, Delivery delivery) {
    Publication publication = delivery.message().publication();
    Map<String, String> headers = new HashMap<>(publication.attributes());
    headers.put("content-type", "application/json");
    headers.put("holdfast.id", delivery.id());
    headers.put("holdfast.topic", publication.topic());
    headers.put("holdfast.key", publication.key());
    headers.put("holdfast.publisher", delivery.message().publisher().key());
    headers.put("holdfast.time", delivery.message().time().toString());
    var record =
        new ProducerRecord<>(topic, bytes(publication.key()), publication.payload().utf8());
    headers.forEach((name, value) -> record.headers().add(name, bytes(value)));
    return record;
  }

  /** Whether it is this record that the broker does not take, however often it is sent. */
  static boolean isNeverTaken(Exception failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException
        || failure instanceof InvalidRecordException;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
