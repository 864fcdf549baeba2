package dev.holdfast.services;

import dev.holdfast.protocol.EntityId;

/** An instance that many ask: how many requests a second reached it in the last few seconds. */
public record HotInstance(EntityId id, double callsPerSecond) {}
