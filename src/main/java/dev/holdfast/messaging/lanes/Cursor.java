package dev.holdfast.messaging.lanes;

/**
 * How far the journal has been read for a strand, and whether what comes now is told at once.
 *
 * <p>Invariant: every outgoing commit with an offset up to {@link #seen} was offered to the strand,
 * none above it. It is live only when nothing landed between a reading that came to the end and
 * now; what lands while it is not live is read from the journal later.
 *
 * <pre>
 *   behind ──load──► loading ──(end, nothing missed)──► live ──(no room)──► behind
 *      ▲                │ (more, or something landed meanwhile)
 *      └────────────────┘
 * </pre>
 */
final class Cursor {
  private long seen;
  private boolean live;
  private boolean loading;
  private boolean missed;

  Cursor(long seen) {
    this.seen = seen;
  }

  long seen() {
    return seen;
  }

  boolean isLive() {
    return live;
  }

  boolean isLoading() {
    return loading;
  }

  void startLoading() {
    loading = true;
    missed = false;
  }

  /**
   * A reading has ended.
   *
   * @param upTo the offset of its last commit, or where it began
   * @param end whether there was no more
   * @return whether it is live now
   */
  boolean loaded(long upTo, boolean end) {
    loading = false;
    seen = Math.max(seen, upTo);
    live = end && !missed;
    return live;
  }

  /** A commit landed. Returns whether it is to be offered now. */
  boolean landed(long offset) {
    if (!live) {
      missed = true;
      return false;
    }
    if (offset <= seen) {
      return false;
    }
    seen = offset;
    return true;
  }

  /** What lands from now on is read later. */
  void fallBehind() {
    live = false;
    missed = true;
  }
}
