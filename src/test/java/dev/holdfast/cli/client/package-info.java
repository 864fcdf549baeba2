/** Conversations with a node, piece by piece. */
@NullMarked
package dev.holdfast.cli.client;

import org.jspecify.annotations.NullMarked;
