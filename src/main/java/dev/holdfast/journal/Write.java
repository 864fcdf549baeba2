package dev.holdfast.journal;

import dev.holdfast.journal.store.Append;
import dev.holdfast.journal.store.OutgoingWords;
import dev.holdfast.protocol.CommitCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One entity's commits on their way through the writer; they land together or not at all. All of
 * them carry one epoch, that under which the entity runs.
 */
final class Write {
  /** Of nearly all writes: no commit causes anything beside the state. */
  private static final String[] NOTHING = {};

  private final String entity;
  private final int slice;
  private final long sequence;
  private final List<JournalEntry> entries;
  private final long[] times;
  private final byte[][] payloads;
  private final String[] outgoing;
  private final long bytes;
  private final long queuedNanos = System.nanoTime();
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  /** Encodes on the caller's thread, so that the writer does not have to. */
  Write(String entity, int slice, long sequence, List<JournalEntry> entries) {
    if (entries.isEmpty() || sequence < 1) {
      throw new IllegalArgumentException("Nothing to write at " + entity + " " + sequence);
    }
    this.entity = entity;
    this.slice = slice;
    this.sequence = sequence;
    this.entries = entries;
    this.times = new long[entries.size()];
    this.payloads = new byte[entries.size()][];
    long size = 0;
    boolean causes = false;
    for (int i = 0; i < payloads.length; i++) {
      JournalEntry entry = entries.get(i);
      if (entry.epoch() != epoch()) {
        throw new IllegalArgumentException("Two epochs in one write of " + entity);
      }
      times[i] = CommitCodec.nanos(entry.commit().time());
      payloads[i] = CommitCodec.write(entry.commit());
      size += payloads[i].length;
      causes |= !entry.commit().outbox().isEmpty();
    }
    this.bytes = size;
    this.outgoing = causes ? outgoing(entries) : NOTHING;
  }

  private static String[] outgoing(List<JournalEntry> entries) {
    return entries.stream()
        .map(entry -> OutgoingWords.of(entry.commit().outbox()))
        .toArray(String[]::new);
  }

  Append at(long offset, long underEpoch) {
    return new Append(entity, slice, underEpoch, sequence, offset, times, payloads, outgoing);
  }

  /** Those of the commits that cause something, where they landed. */
  List<CommitRow> outgoing(Append landed) {
    var rows = new ArrayList<CommitRow>(1);
    for (int i = 0; i < landed.outgoing().length; i++) {
      if (!landed.outgoing()[i].isEmpty()) {
        rows.add(
            new CommitRow(
                entity,
                sequence + i,
                slice,
                landed.offset() + i,
                landed.epoch(),
                entries.get(i).commit()));
      }
    }
    return rows;
  }

  /** Tells every entry its place, then the caller the last one's. */
  void landed(long offset) {
    long where = offset;
    for (JournalEntry entry : entries) {
      entry.placedAt(where++);
    }
    done.complete(where - 1);
  }

  void failed(RuntimeException why) {
    done.completeExceptionally(why);
  }

  CompletableFuture<Long> done() {
    return done;
  }

  String entity() {
    return entity;
  }

  int slice() {
    return slice;
  }

  long sequence() {
    return sequence;
  }

  long epoch() {
    return entries.getFirst().epoch();
  }

  int rows() {
    return payloads.length;
  }

  long bytes() {
    return bytes;
  }

  long queuedNanos() {
    return queuedNanos;
  }
}
