package dev.holdfast.journal;

import dev.holdfast.protocol.Commit;

/**
 * What an entity hands to the journal and gets back on recovery: a commit and the epoch under which
 * the entity runs. The epoch is captured when the entity starts, never looked up when it writes.
 */
public record JournalEntry(long epoch, Commit commit) {}
