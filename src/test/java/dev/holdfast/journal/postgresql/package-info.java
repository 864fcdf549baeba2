/** Seams of the PostgreSQL dialect that only tests may reach. */
@NullMarked
package dev.holdfast.journal.postgresql;

import org.jspecify.annotations.NullMarked;
