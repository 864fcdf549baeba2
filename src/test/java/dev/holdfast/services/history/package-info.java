/** Diffs and folds, without a database. */
@NullMarked
package dev.holdfast.services.history;

import org.jspecify.annotations.NullMarked;
