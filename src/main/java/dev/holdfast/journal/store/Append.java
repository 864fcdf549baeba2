package dev.holdfast.journal.store;

/**
 * Consecutive commits of one entity that land together.
 *
 * @param sequence of the first commit
 * @param offset of the first commit
 * @param times nanoseconds since 1970, one a commit
 * @param payloads encoded commits
 * @param outgoing what each commit causes, see {@link OutgoingWords}; empty when none does
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier on the hot path; never compared
public record Append(
    String entity,
    int slice,
    long epoch,
    long sequence,
    long offset,
    long[] times,
    byte[][] payloads,
    String[] outgoing) {
  public int rows() {
    return payloads.length;
  }

  public boolean causes() {
    return outgoing.length > 0;
  }
}
