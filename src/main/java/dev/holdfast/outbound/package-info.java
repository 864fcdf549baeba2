/**
 * What all code needs that calls out into a network: which addresses are public, signatures,
 * secrets, whom to trust, pauses between tries. Start with {@link
 * dev.holdfast.outbound.PublicAddresses}.
 */
@NullMarked
package dev.holdfast.outbound;

import org.jspecify.annotations.NullMarked;
