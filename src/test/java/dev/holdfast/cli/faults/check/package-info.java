/** Each checker, shown to see what it is for. */
@NullMarked
package dev.holdfast.cli.faults.check;

import org.jspecify.annotations.NullMarked;
