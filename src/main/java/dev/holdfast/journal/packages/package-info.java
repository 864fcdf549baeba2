/**
 * Packages of code beside the commits, in the same database, so that a new node needs nothing else.
 * Start with {@link dev.holdfast.journal.packages.StoredPackages}.
 */
@NullMarked
package dev.holdfast.journal.packages;

import org.jspecify.annotations.NullMarked;
