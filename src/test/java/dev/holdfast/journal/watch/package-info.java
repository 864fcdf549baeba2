/** Tests of what a writer notices while it does not write. */
@NullMarked
package dev.holdfast.journal.watch;

import org.jspecify.annotations.NullMarked;
