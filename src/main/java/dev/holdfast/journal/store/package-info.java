/**
 * What a database must do for the journal, and the statements both databases share. Start with
 * {@link dev.holdfast.journal.store.Store}.
 */
@NullMarked
package dev.holdfast.journal.store;

import org.jspecify.annotations.NullMarked;
