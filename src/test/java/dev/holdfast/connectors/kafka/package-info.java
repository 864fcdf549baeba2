/** How records of Kafka become messages, and how far a partition is through. */
@NullMarked
package dev.holdfast.connectors.kafka;

import org.jspecify.annotations.NullMarked;
