package dev.holdfast.journal;

import dev.holdfast.journal.JournalSettings.Unsafe;
import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.Ownership;
import dev.holdfast.journal.store.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a writer knows to hold: the epoch and the last offset of each slice.
 *
 * <p>Invariant: only the writer's thread changes it, and an offset advances only after the database
 * has answered that the row is on disk, so offsets are gapless. Others read it without a lock. The
 * fence is set after the epochs it vouches for, so who reads the fence sees them or later ones.
 */
final class Holdings {
  private static final long NOT_HELD = 0;

  private final AtomicLongArray epochs;
  private final AtomicLongArray offsets;
  private final long[] latestEpochs;
  private final Unsafe unsafe;
  private volatile Fence fence = new Fence(0, Ownership.GONE);

  /** Our row, and the generation at which nobody has taken what is held here. */
  record Fence(int writer, long generation) {}

  Holdings(int slices, Unsafe unsafe) {
    this.epochs = new AtomicLongArray(slices);
    this.offsets = new AtomicLongArray(slices);
    this.latestEpochs = new long[slices];
    this.unsafe = unsafe;
  }

  /** Begins again as another writer: nothing is held. Returns what was. */
  Set<Integer> become(int newWriter) {
    Set<Integer> lost = held();
    for (int slice = 0; slice < epochs.length(); slice++) {
      epochs.set(slice, NOT_HELD);
    }
    fence = new Fence(newWriter, Ownership.GONE);
    return lost;
  }

  /**
   * Takes over what the database says; where slices gained stand must be given with it.
   *
   * @return the slices that are gone or were claimed again: who had captured an epoch of theirs has
   *     lost them
   */
  Set<Integer> replace(Ownership now, Map<Integer, Standing> gained) {
    var lost = new TreeSet<Integer>();
    gained.forEach((slice, standing) -> offsets.set(slice, standing.offset()));
    for (int slice = 0; slice < epochs.length(); slice++) {
      long known = epochs.get(slice);
      long epoch = now.epochs().getOrDefault(slice, NOT_HELD);
      if (epoch == NOT_HELD && !unsafe.fence()) {
        continue;
      }
      if (epoch != NOT_HELD && known == NOT_HELD && !gained.containsKey(slice)) {
        throw new IllegalStateException("Slice " + slice + " was gained without where it stands");
      }
      if (known != NOT_HELD && epoch != known && unsafe.epochCarried()) {
        lost.add(slice);
      }
      epochs.set(slice, epoch);
      latestEpochs[slice] = Math.max(latestEpochs[slice], epoch);
    }
    fence = new Fence(fence.writer(), now.generation());
    return lost;
  }

  Set<Integer> held() {
    var held = new TreeSet<Integer>();
    for (int slice = 0; slice < epochs.length(); slice++) {
      if (epochs.get(slice) != NOT_HELD) {
        held.add(slice);
      }
    }
    return held;
  }

  boolean holds(int slice, long epoch) {
    long now = epochs.get(slice);
    return now != NOT_HELD && (now == epoch || !unsafe.epochCarried());
  }

  OptionalLong epoch(int slice) {
    long epoch = epochs.get(slice);
    return epoch == NOT_HELD ? OptionalLong.empty() : OptionalLong.of(epoch);
  }

  /** The latest epoch of each slice that was ever seen here, held or not. */
  Map<Integer, Long> latestEpochs(Collection<Integer> slices) {
    var latest = new HashMap<Integer, Long>();
    slices.forEach(slice -> latest.put(slice, latestEpochs[slice]));
    return latest;
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

  Fence fence() {
    return fence;
  }

  int writer() {
    return fence.writer();
  }

  long generation() {
    return fence.generation();
  }

  /** Gives the rows of each write the next offsets of its slice, without advancing them. */
  List<Append> place(List<Write> writes) {
    var next = new HashMap<Integer, Long>();
    var placed = new ArrayList<Append>(writes.size());
    for (Write write : writes) {
      int slice = write.slice();
      long offset = next.computeIfAbsent(slice, s -> offsets.get(s) + 1);
      next.put(slice, offset + write.rows());
      placed.add(write.at(offset, unsafe.epochCarried() ? write.epoch() : epochs.get(slice)));
    }
    return placed;
  }

  void advance(Append landed) {
    offsets.set(landed.slice(), landed.offset() + landed.rows() - 1);
  }
}
