/** Tests of {@code dev.holdfast.messaging}. */
@NullMarked
package dev.holdfast.messaging;

import org.jspecify.annotations.NullMarked;
