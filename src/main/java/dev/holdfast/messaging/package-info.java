/**
 * Services that talk: delivers what commits send and publish, fires timers, keeps and frees parked
 * messages, and is the seam for brokers. Start with {@code Courier}, which carries the messages of
 * one slice.
 */
@NullMarked
package dev.holdfast.messaging;

import org.jspecify.annotations.NullMarked;
