/** Seams of the SQLite dialect that only tests may reach. */
@NullMarked
package dev.holdfast.journal.sqlite;

import org.jspecify.annotations.NullMarked;
