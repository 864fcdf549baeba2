/**
 * Pekko's persistence plugins answered by the journal. Start with {@link
 * dev.holdfast.journal.pekko.JournalDao}.
 */
@NullMarked
package dev.holdfast.journal.pekko;

import org.jspecify.annotations.NullMarked;
