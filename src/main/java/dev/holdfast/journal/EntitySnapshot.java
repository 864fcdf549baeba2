package dev.holdfast.journal;

import dev.holdfast.protocol.Json;

/**
 * A recovered-from cache of an entity: never the truth, deletable at any time.
 *
 * @param epoch the epoch of the entity that wrote it; a stale owner's snapshot is refused
 */
public record EntitySnapshot(long epoch, Json content) {}
