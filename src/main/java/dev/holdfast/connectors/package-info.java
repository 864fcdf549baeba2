/**
 * Topics to and from brokers: sources carry a broker's messages into a topic, sinks carry a topic's
 * messages to a broker. Start with {@link dev.holdfast.connectors.Connectors}, then {@code intake}
 * for what sources share, {@code link} for how a connection is kept, and one subpackage per broker.
 */
@NullMarked
package dev.holdfast.connectors;

import org.jspecify.annotations.NullMarked;
