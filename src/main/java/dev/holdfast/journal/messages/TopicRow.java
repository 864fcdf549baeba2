package dev.holdfast.journal.messages;

import java.time.Instant;

/** A topic that was ever published or subscribed to, and when that was first known. */
public record TopicRow(String name, Instant since) {}
