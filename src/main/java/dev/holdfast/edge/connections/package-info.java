/**
 * The connections of the server: one request after the other, and a friendly end. Start with {@link
 * dev.holdfast.edge.connections.ConnectionStage}.
 */
@NullMarked
package dev.holdfast.edge.connections;

import org.jspecify.annotations.NullMarked;
