/**
 * Topics of Kafka by its own Java clients. Start with {@code KafkaSource} and {@code KafkaSink};
 * what a group commits is decided by {@code Offsets}.
 */
@NullMarked
package dev.holdfast.connectors.kafka;

import org.jspecify.annotations.NullMarked;
