/**
 * {@code holdfast conformance}: whether a function keeps to docs/protocol.md. Start with {@code
 * Suite}, which says what is checked and in which order; {@code reference} are the checks of
 * docs/conformance.md.
 */
@NullMarked
package dev.holdfast.cli.conformance;

import org.jspecify.annotations.NullMarked;
