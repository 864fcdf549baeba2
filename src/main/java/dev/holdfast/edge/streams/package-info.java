/**
 * Server-sent events: what is followed, told as it comes. Start with {@link
 * dev.holdfast.edge.streams.EventStream}.
 */
@NullMarked
package dev.holdfast.edge.streams;

import org.jspecify.annotations.NullMarked;
