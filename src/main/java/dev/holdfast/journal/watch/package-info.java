/**
 * How a writer notices what changed while it did not write: slices lost, answers that grew old, a
 * process that stood still. Start with {@code Watch}.
 */
@NullMarked
package dev.holdfast.journal.watch;

import org.jspecify.annotations.NullMarked;
