package dev.holdfast.messaging;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.MessageId;
import dev.holdfast.protocol.Publication;
import java.time.Instant;

/**
 * A message as it stands in its topic.
 *
 * @param id names it for ever
 * @param publisher the instance whose commit published it
 * @param time of that commit
 */
public record TopicMessage(
    MessageId id, EntityId publisher, Instant time, Publication publication) {}
