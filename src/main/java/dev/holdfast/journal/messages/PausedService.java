package dev.holdfast.journal.messages;

import java.time.Instant;

/** A service to which nothing is delivered until somebody resumes it. */
public record PausedService(String name, Instant since, String reason) {}
