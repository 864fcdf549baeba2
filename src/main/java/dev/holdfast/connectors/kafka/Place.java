package dev.holdfast.connectors.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * By what a record is accepted: itself, and the assignment of its partition along which it came.
 * What is accepted after its partition was taken away only touches offsets that nobody commits.
 */
record Place(Offsets offsets, ConsumerRecord<byte[], byte[]> record) {
  /** The same for the same record, and another one where a topic was made anew. */
  String id() {
    return String.join(
        "-",
        record.topic(),
        Integer.toString(record.partition()),
        Long.toString(record.offset()),
        Long.toString(record.timestamp()));
  }
}
