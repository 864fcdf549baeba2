/**
 * Reading what callers send: targets, headers, JSON and arguments, each refused unless it is plain.
 * Start with {@link dev.holdfast.edge.input.Target} and {@link dev.holdfast.edge.input.JsonGuard}.
 */
@NullMarked
package dev.holdfast.edge.input;

import org.jspecify.annotations.NullMarked;
