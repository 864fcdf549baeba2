/**
 * The public fault suite: a cluster on this machine, callers, faults, and checks of what callers
 * were told. Start with {@link dev.holdfast.cli.faults.FaultsCommand}.
 */
@NullMarked
package dev.holdfast.cli.faults;

import org.jspecify.annotations.NullMarked;
