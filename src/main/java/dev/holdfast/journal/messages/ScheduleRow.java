package dev.holdfast.journal.messages;

import java.time.Instant;

/**
 * A handler's calendar.
 *
 * @param name {@code service.handler.id}
 * @param last the due time that was last taken care of; at first the time it was added
 */
public record ScheduleRow(String name, Instant since, Instant last) {}
