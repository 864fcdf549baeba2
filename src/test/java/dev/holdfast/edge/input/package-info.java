/** Hostile and honest input, without a server. */
@NullMarked
package dev.holdfast.edge.input;

import org.jspecify.annotations.NullMarked;
