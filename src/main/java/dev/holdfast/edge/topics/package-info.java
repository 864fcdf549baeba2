/**
 * Topics over HTTP: what comes in, what is read and followed. Start with {@link
 * dev.holdfast.edge.topics.Intake} and {@link dev.holdfast.edge.topics.TopicRows}.
 */
@NullMarked
package dev.holdfast.edge.topics;

import org.jspecify.annotations.NullMarked;
