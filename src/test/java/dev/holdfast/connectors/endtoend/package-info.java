/** Messages through real nodes and real brokers, both of which die meanwhile. */
@NullMarked
package dev.holdfast.connectors.endtoend;

import org.jspecify.annotations.NullMarked;
