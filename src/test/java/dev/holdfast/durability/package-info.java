/**
 * Kills a real node while it is written to and looks for what was lost or doubled. Start with
 * {@link dev.holdfast.durability.DurabilityTest}; what is right is decided by {@link
 * dev.holdfast.durability.Checker} alone.
 */
@NullMarked
package dev.holdfast.durability;

import org.jspecify.annotations.NullMarked;
