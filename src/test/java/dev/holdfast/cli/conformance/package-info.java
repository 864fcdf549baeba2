/** Schemas, examples and comparison without a function. */
@NullMarked
package dev.holdfast.cli.conformance;

import org.jspecify.annotations.NullMarked;
