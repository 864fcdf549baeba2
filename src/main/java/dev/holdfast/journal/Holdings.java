package dev.holdfast.journal;

import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.Ownership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a writer knows to hold: the epoch and the last offset of each slice.
 *
 * <p>Invariant: only the writer's thread changes it, and an offset advances only after the database
 * has answered that the row is on disk, so offsets are gapless. Others read it without a lock.
 */
final class Holdings {
  private static final long NOT_HELD = 0;

  private final AtomicLongArray epochs;
  private final AtomicLongArray offsets;
  private volatile int writer;
  private long generation;

  Holdings(int slices) {
    this.epochs = new AtomicLongArray(slices);
    this.offsets = new AtomicLongArray(slices);
  }

  /** Begins again as another writer: nothing is held. */
  void become(int newWriter) {
    writer = newWriter;
    for (int slice = 0; slice < epochs.length(); slice++) {
      epochs.set(slice, NOT_HELD);
    }
  }

  /** Takes over what the database says; offsets of slices gained must be set with it. */
  void replace(Ownership now, Map<Integer, Long> bases) {
    generation = now.generation();
    bases.forEach(offsets::set);
    for (int slice = 0; slice < epochs.length(); slice++) {
      long epoch = now.epochs().getOrDefault(slice, NOT_HELD);
      if (epoch != NOT_HELD && epochs.get(slice) == NOT_HELD && !bases.containsKey(slice)) {
        throw new IllegalStateException("Slice " + slice + " was gained without its base offset");
      }
      epochs.set(slice, epoch);
    }
  }

  boolean holds(int slice, long epoch) {
    return epoch != NOT_HELD && epochs.get(slice) == epoch;
  }

  OptionalLong epoch(int slice) {
    long epoch = epochs.get(slice);
    return epoch == NOT_HELD ? OptionalLong.empty() : OptionalLong.of(epoch);
  }

  long offset(int slice) {
    return offsets.get(slice);
  }

  void base(int slice, long offset) {
    offsets.set(slice, offset);
  }

  int slices() {
    return epochs.length();
  }

  int writer() {
    return writer;
  }

  long generation() {
    return generation;
  }

  /** Gives the rows of each write the next offsets of its slice, without advancing them. */
  List<Append> place(List<Write> writes, EpochSource source) {
    var next = new HashMap<Integer, Long>();
    var placed = new ArrayList<Append>(writes.size());
    for (Write write : writes) {
      int slice = write.slice();
      long offset = next.computeIfAbsent(slice, s -> offsets.get(s) + 1);
      next.put(slice, offset + write.rows());
      placed.add(
          write.at(offset, source == EpochSource.CARRIED ? write.epoch() : epochs.get(slice)));
    }
    return placed;
  }

  void advance(Append landed) {
    offsets.set(landed.slice(), landed.offset() + landed.rows() - 1);
  }

  /** Where a row's epoch comes from. Only {@code CARRIED} is safe; the other is for tests. */
  enum EpochSource {
    CARRIED,
    LOOKED_UP
  }
}
