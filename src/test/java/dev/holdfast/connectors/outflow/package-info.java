/** What sinks share, without a broker. */
@NullMarked
package dev.holdfast.connectors.outflow;

import org.jspecify.annotations.NullMarked;
