/** The callers of a fault run. */
@NullMarked
package dev.holdfast.cli.faults.load;

import org.jspecify.annotations.NullMarked;
