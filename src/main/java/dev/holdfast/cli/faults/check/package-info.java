/**
 * Decides from a recorded history, and from the journal's tables, whether the promises were kept.
 * Pure: no HTTP, no clock. Start with {@link dev.holdfast.cli.faults.check.HistoryCheck}.
 */
@NullMarked
package dev.holdfast.cli.faults.check;

import org.jspecify.annotations.NullMarked;
