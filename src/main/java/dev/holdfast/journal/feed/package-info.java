/** Telling who carries messages of commits that landed. Start with {@code Feed}. */
@NullMarked
package dev.holdfast.journal.feed;

import org.jspecify.annotations.NullMarked;
