/** What calls out into a network, without one. */
@NullMarked
package dev.holdfast.outbound;

import org.jspecify.annotations.NullMarked;
