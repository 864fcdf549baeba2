/** Tests of what crosses from node to node. */
@NullMarked
package dev.holdfast.services.routing.wire;

import org.jspecify.annotations.NullMarked;
