/**
 * Functions in processes of this machine, started and watched by the node. Start with {@code
 * ProcessServices}; {@code ProcessPool} is where requests go.
 */
@NullMarked
package dev.holdfast.runtimes.process;

import org.jspecify.annotations.NullMarked;
