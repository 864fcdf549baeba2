package dev.holdfast.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reading the journal beside the entities: history, past states, listings, projections. Every
 * method blocks on the database, so call it on a virtual thread; every list is bounded by its
 * limit.
 */
public interface CommitReads {
  /** Commits of one entity with {@code from <= sequence <= to}, in order. */
  List<CommitRow> commits(String entity, long from, long to, int limit);

  /** Commits of one slice with {@code offset > after}, in order, without a gap. */
  List<CommitRow> slice(int slice, long after, int limit);

  /** The sequence number of the last commit not later than the time; 0 when there is none. */
  long sequenceAt(String entity, Instant time);

  /** 0 when the entity has no history. */
  long highestSequence(String entity);

  /** The latest snapshot with at most this sequence number. */
  Optional<StoredSnapshot> snapshot(String entity, long atMost);

  /** The highest sequence numbers of all instances of a service, by id: for services of few. */
  Map<String, Long> sequences(String service);

  /**
   * All commits of several instances, each in order, one instance after the other; cut at the
   * limit, whatever that leaves out.
   */
  List<CommitRow> histories(List<String> entities, int limit);

  /** Ids of instances of a service with the prefix and after the cursor, in byte order. */
  List<String> instances(String service, String prefix, String afterId, int limit);

  Totals totals();

  /** How many slices each writer owns; slices that nobody has claimed yet are not counted. */
  Map<Integer, Integer> slicesByWriter();

  /** A snapshot and how many commits it holds. */
  record StoredSnapshot(long sequence, EntitySnapshot snapshot) {}

  /** How much the journal holds. */
  record Totals(long entities, long commits) {}
}
