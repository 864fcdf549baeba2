/** Connectors against real brokers, which are killed while messages flow. */
@NullMarked
package dev.holdfast.connectors;

import org.jspecify.annotations.NullMarked;
