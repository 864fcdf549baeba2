package dev.holdfast.protocol;

import java.time.Instant;

/**
 * What a handler was told when it decided a commit, so that another version can be told the same.
 *
 * @param now the time that it was told; a little before the commit's own, or after it where clocks
 *     of nodes differ
 */
public record RecordedCommand(Json argument, Instant now) {}
