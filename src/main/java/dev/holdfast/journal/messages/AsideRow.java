package dev.holdfast.journal.messages;

import dev.holdfast.protocol.MessageId;
import java.time.Instant;

/**
 * A receiver for whom messages were put aside, so that the others do not wait for it.
 *
 * @param lane the way of the messages
 * @param receiver {@code service/id}, or the name of a service for all of its instances
 * @param from the first message that is not delivered; its slice is that of the sender
 * @param since when it was put aside
 */
public record AsideRow(
    String lane, String receiver, MessageId from, Instant since, Failure failure) {}
