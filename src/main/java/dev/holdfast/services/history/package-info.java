/**
 * The past of instances: states at a moment, commits with what they changed, and following them.
 * Start with {@link dev.holdfast.services.history.History}.
 */
@NullMarked
package dev.holdfast.services.history;

import org.jspecify.annotations.NullMarked;
