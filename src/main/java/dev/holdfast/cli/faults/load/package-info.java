/**
 * The callers of a fault run: what they ask, through which node, and what they were told. Start
 * with {@link dev.holdfast.cli.faults.load.Load}.
 */
@NullMarked
package dev.holdfast.cli.faults.load;

import org.jspecify.annotations.NullMarked;
