/** Parts of answers that are rows. Start with {@code OutboxRows}. */
@NullMarked
package dev.holdfast.edge.rows;

import org.jspecify.annotations.NullMarked;
