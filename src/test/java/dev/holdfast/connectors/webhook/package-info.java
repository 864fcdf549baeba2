/** Webhooks against real servers on loopback. */
@NullMarked
package dev.holdfast.connectors.webhook;

import org.jspecify.annotations.NullMarked;
