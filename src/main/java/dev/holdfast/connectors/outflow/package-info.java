/**
 * What sinks of every broker share: which messages wait for each other, and which are with the
 * broker. Start with {@code SinkOutlet}.
 */
@NullMarked
package dev.holdfast.connectors.outflow;

import org.jspecify.annotations.NullMarked;
