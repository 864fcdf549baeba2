/**
 * What the journal knows of messages: commits that cause some, how far these were delivered, and
 * the registry of topics and subscriptions. Start with {@code Deliveries}; who carries messages is
 * decided in package {@code messaging}.
 */
@NullMarked
package dev.holdfast.journal.messages;

import org.jspecify.annotations.NullMarked;
