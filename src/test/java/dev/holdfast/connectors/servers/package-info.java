/**
 * Real brokers on loopback ports and directories of their own, which can be killed and restarted.
 */
@NullMarked
package dev.holdfast.connectors.servers;

import org.jspecify.annotations.NullMarked;
