package dev.holdfast.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer: claims, one a slice, a confirmation, and writes, bounded in rows and
 * bytes. Claims are taken first, so that a node that takes over does not stand behind its own
 * backlog.
 */
final class WriteQueue {
  private final int mostRows;
  private final long mostBytes;
  private final int batchRows;
  private final long batchBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Write> writes = new ArrayDeque<>();
  private Map<Integer, CompletableFuture<Long>> claims = new LinkedHashMap<>();
  private int rows;
  private long bytes;
  private boolean waiting;
  private boolean confirm;
  private boolean closed;

  /** What the writer does next. */
  sealed interface Work {
    record Claims(Map<Integer, CompletableFuture<Long>> bySlice) implements Work {}

    record Confirm() implements Work {}

    record Writes(List<Write> writes) implements Work {}
  }

  WriteQueue(JournalSettings settings) {
    this.mostRows = settings.queueRows();
    this.mostBytes = settings.queueBytes();
    this.batchRows = settings.batchRows();
    this.batchBytes = settings.batchBytes();
  }

  void add(Write write) {
    lock.lock();
    try {
      if (closed) {
        write.failed(new JournalBusyException("The journal is closed"));
      } else if (rows + write.rows() > mostRows
          || (rows > 0 && bytes + write.bytes() > mostBytes)) {
        write.failed(new JournalBusyException(rows + " commits wait for the journal already"));
      } else {
        writes.add(write);
        count(write, 1);
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Claims of one slice that wait together are one claim. */
  CompletableFuture<Long> claim(int slice) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new JournalBusyException("The journal is closed"));
      }
      CompletableFuture<Long> claim =
          claims.computeIfAbsent(slice, any -> new CompletableFuture<>());
      wake();
      return claim;
    } finally {
      lock.unlock();
    }
  }

  /** Asks for one confirmation, however often it is called before it is made. */
  void confirm() {
    lock.lock();
    try {
      confirm = true;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for work; empty when the queue is closed and nothing is left. */
  Optional<Work> take() throws InterruptedException {
    lock.lock();
    try {
      while (writes.isEmpty() && claims.isEmpty() && !confirm && !closed) {
        waiting = true;
        changed.await();
      }
      waiting = false;
      if (!claims.isEmpty()) {
        var taken = claims;
        claims = new LinkedHashMap<>();
        return Optional.of(new Work.Claims(taken));
      }
      if (confirm) {
        confirm = false;
        return Optional.of(new Work.Confirm());
      }
      return writes.isEmpty() ? Optional.empty() : Optional.of(new Work.Writes(batch()));
    } finally {
      lock.unlock();
    }
  }

  private List<Write> batch() {
    var batch = new ArrayList<Write>(Math.min(writes.size(), batchRows));
    int takenRows = 0;
    long takenBytes = 0;
    for (Write next = writes.peek(); next != null; next = writes.peek()) {
      takenRows += next.rows();
      takenBytes += next.bytes();
      if (!batch.isEmpty() && (takenRows > batchRows || takenBytes > batchBytes)) {
        break;
      }
      batch.add(next);
      count(next, -1);
      writes.remove();
    }
    return batch;
  }

  /** Returns what was taken and never sent; it keeps its turn. */
  void putBack(List<Write> unsent) {
    lock.lock();
    try {
      for (Write write : unsent.reversed()) {
        writes.addFirst(write);
        count(write, 1);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what has waited longer than the limit; the caller tells it. */
  List<Write> removeOlderThan(Duration limit) {
    var old = new ArrayList<Write>();
    lock.lock();
    try {
      long now = System.nanoTime();
      while (!writes.isEmpty()
          && (closed || now - writes.element().queuedNanos() > limit.toNanos())) {
        Write write = writes.remove();
        count(write, -1);
        old.add(write);
      }
    } finally {
      lock.unlock();
    }
    return old;
  }

  /** Takes out all claims; the caller tells them. */
  List<CompletableFuture<Long>> removeClaims() {
    lock.lock();
    try {
      var taken = List.copyOf(claims.values());
      claims = new LinkedHashMap<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  int rows() {
    lock.lock();
    try {
      return rows;
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void count(Write write, int sign) {
    rows += sign * write.rows();
    bytes += sign * write.bytes();
  }

  private void wake() {
    if (waiting) {
      changed.signal();
    }
  }
}
