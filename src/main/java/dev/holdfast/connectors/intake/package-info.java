/**
 * What sources of every broker share: the shape of messages, their order, their retries. Start with
 * {@code Intake}.
 */
@NullMarked
package dev.holdfast.connectors.intake;

import org.jspecify.annotations.NullMarked;
