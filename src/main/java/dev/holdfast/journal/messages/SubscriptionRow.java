package dev.holdfast.journal.messages;

import java.time.Instant;

/**
 * Who gets the messages of a topic.
 *
 * @param generation from 1; raised when the subscription begins anew
 * @param paused whether nothing is delivered until somebody resumes it
 * @param settings a small JSON document, of whoever delivers
 */
public record SubscriptionRow(
    String name, String topic, int generation, boolean paused, Instant since, String settings) {}
