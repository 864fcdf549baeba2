package dev.holdfast.journal.messages;

import java.time.Instant;

/**
 * A timer that has not gone off.
 *
 * @param entity whose it is
 * @param name of which an entity has one timer at most
 * @param sequence of the commit that set it
 */
public record TimerRow(String entity, String name, Instant due, long sequence) {}
