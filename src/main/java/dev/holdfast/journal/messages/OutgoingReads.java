package dev.holdfast.journal.messages;

import dev.holdfast.journal.CommitRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reading the commits that cause messages. Every method blocks on the database, so call it on a
 * virtual thread; every list is bounded by its limit.
 */
public interface OutgoingReads {
  /**
   * Commits of one slice with an outbox and {@code offset > after}, in order.
   *
   * @param bytes of payloads that are not exceeded, unless by the first commit
   */
  List<CommitRow> outgoing(int slice, long after, int limit, long bytes);

  /**
   * Commits that published to a topic, of all slices. Those of one slice come in the order of their
   * offsets; where slices meet, the earlier time comes first. So the last offset of each slice,
   * laid over {@code after}, is where the next page begins, and no page skips anything.
   *
   * @param after the offset of each slice that was read already; absent is 0
   * @param from the earliest time; {@link Instant#EPOCH} for all
   */
  List<CommitRow> published(String topic, Map<Integer, Long> after, Instant from, int limit);

  /**
   * How many commits that published to a topic come after the offsets, and when the first of them
   * was made.
   *
   * @param most of each slice that are counted
   */
  Backlog backlog(String topic, Map<Integer, Long> after, int most);

  /** What waits to be read. */
  record Backlog(long commits, Optional<Instant> oldest) {}

  /** The highest offset ever given in each slice that has any. */
  Map<Integer, Long> standings();

  /**
   * The highest offset of the slice among commits before the time; 0 when there is none. Found by
   * halving, so it is as exact as times rise along the slice: clocks of one node, read a moment
   * before the offset was given.
   */
  long offsetAt(int slice, Instant time);
}
