/**
 * What functions write to standard output and error, on its way into the log. Start with {@code
 * OutputReader}: it always reads on, so that nothing waits for the log.
 */
@NullMarked
package dev.holdfast.runtimes.process.output;

import org.jspecify.annotations.NullMarked;
