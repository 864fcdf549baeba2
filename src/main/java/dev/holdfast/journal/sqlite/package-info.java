/** The journal in one SQLite file that belongs to this process alone. */
@NullMarked
package dev.holdfast.journal.sqlite;

import org.jspecify.annotations.NullMarked;
