/**
 * The fenced, group-committing journal: commits, snapshots, offsets, and reading them back. Start
 * with {@link dev.holdfast.journal.Journal}, then the writer it starts.
 */
@NullMarked
package dev.holdfast.journal;

import org.jspecify.annotations.NullMarked;
