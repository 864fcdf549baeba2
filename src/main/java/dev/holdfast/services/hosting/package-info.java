/**
 * Hosting instances: the way of a call to its instance begins in {@code ShardedServices}; an
 * instance is its rules in {@code EntityCore}, its actor in {@code EntityShell} and what waits
 * before it in {@code EntityGate}.
 */
@NullMarked
package dev.holdfast.services.hosting;

import org.jspecify.annotations.NullMarked;
