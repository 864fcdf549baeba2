/**
 * Callers at a steady rate and what became of their calls. Start with {@link
 * dev.holdfast.cli.drills.load.Traffic}; what counts as what is decided in {@link
 * dev.holdfast.cli.drills.load.Course}.
 */
@NullMarked
package dev.holdfast.cli.drills.load;

import org.jspecify.annotations.NullMarked;
