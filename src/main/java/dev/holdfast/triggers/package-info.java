/**
 * How the texts of triggers are read: when a {@link dev.holdfast.triggers.Cron} comes, to which
 * instance a message goes ({@link dev.holdfast.triggers.IdTemplate}), and which messages go at all
 * ({@link dev.holdfast.triggers.Filter}). Pure: whoever loads services checks with the same classes
 * that whoever delivers messages runs.
 */
@NullMarked
package dev.holdfast.triggers;

import org.jspecify.annotations.NullMarked;
