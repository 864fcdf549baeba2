/**
 * The replay gate: before a version runs, real journals are folded with it, and recorded commands
 * decided again. Start with {@link dev.holdfast.deployments.gate.ReplayGate}.
 */
@NullMarked
package dev.holdfast.deployments.gate;

import org.jspecify.annotations.NullMarked;
