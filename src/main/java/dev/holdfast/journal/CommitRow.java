package dev.holdfast.journal;

import dev.holdfast.protocol.Commit;

/**
 * One commit where it stands in the journal.
 *
 * @param entity {@code service/id}
 * @param sequence the commit's number within its entity, from 1, contiguous
 * @param offset the commit's number within its slice, from 1, gapless in commit order
 */
public record CommitRow(
    String entity, long sequence, int slice, long offset, long epoch, Commit commit) {}
