package dev.holdfast.services.messages;

import dev.holdfast.protocol.Send;
import java.time.Instant;

/**
 * A timer that is set.
 *
 * @param sequence of the commit that set it
 */
public record PendingTimer(String name, long sequence, Instant due, Send call) {}
