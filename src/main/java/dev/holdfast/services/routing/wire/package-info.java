/** What crosses from node to node, and its form. Start at {@code NodeSerializer}. */
@NullMarked
package dev.holdfast.services.routing.wire;

import org.jspecify.annotations.NullMarked;
