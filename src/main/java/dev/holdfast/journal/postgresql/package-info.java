/** The journal in PostgreSQL, shared by the nodes of a cluster. */
@NullMarked
package dev.holdfast.journal.postgresql;

import org.jspecify.annotations.NullMarked;
