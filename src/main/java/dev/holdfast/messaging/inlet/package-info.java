/**
 * The way of messages into topics: a service of the platform's own whose instances, a few for each
 * topic, journal what comes from outside. Start with {@code JournalInlet}.
 */
@NullMarked
package dev.holdfast.messaging.inlet;

import org.jspecify.annotations.NullMarked;
