/** Tests of what the journal knows of messages; the same ones for both databases. */
@NullMarked
package dev.holdfast.journal.messages;

import org.jspecify.annotations.NullMarked;
