package dev.holdfast.journal;

import dev.holdfast.protocol.Json;

/**
 * A recovered-from cache of an entity: never the truth, deletable at any time.
 *
 * @param epoch the epoch of the entity that wrote it; a stale owner's snapshot is refused
 * @param version the service version that folded it; another version folds again from the start.
 *     The journal offers a snapshot for recovery only where {@link SnapshotFilter} accepts it.
 */
public record EntitySnapshot(long epoch, String version, Json content) {}
