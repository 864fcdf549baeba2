/**
 * The actors that carry messages: one for each slice that this node owns. Start with {@code
 * Couriers}, which starts them, then {@code Courier}.
 */
@NullMarked
package dev.holdfast.messaging.courier;

import org.jspecify.annotations.NullMarked;
