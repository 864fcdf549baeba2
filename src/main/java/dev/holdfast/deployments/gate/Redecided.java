package dev.holdfast.deployments.gate;

/**
 * How many recorded commands a replay has decided again.
 *
 * @param decided those that were compared with the journal
 * @param left those that were not: they ask other services, whose answers are not recorded, are
 *     decided otherwise each time, or stand after an event that cannot be folded
 */
public record Redecided(long decided, long left) {}
