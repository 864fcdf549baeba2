package dev.holdfast.journal.store;

/**
 * Where a slice stands in the database, whoever owns it.
 *
 * @param epoch the latest under which it was claimed
 * @param offset the greatest ever given
 */
public record Standing(long epoch, long offset) {}
