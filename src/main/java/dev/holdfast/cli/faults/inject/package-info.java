/**
 * What goes wrong on purpose: one class for each kind of fault. Start with {@link
 * dev.holdfast.cli.faults.inject.Faults}.
 */
@NullMarked
package dev.holdfast.cli.faults.inject;

import org.jspecify.annotations.NullMarked;
