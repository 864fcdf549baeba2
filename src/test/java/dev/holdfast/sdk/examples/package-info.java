/** The services of the design and of the documentation, as an author would write them. */
@NullMarked
package dev.holdfast.sdk.examples;

import org.jspecify.annotations.NullMarked;
