package dev.holdfast.journal.messages;

import java.time.Instant;

/**
 * A way between topics and what is outside.
 *
 * @param settings a JSON document, of whoever connects
 * @param since when it was first put; new settings do not change it
 */
public record ConnectorRow(String name, String settings, Instant since) {}
