package dev.holdfast.journal;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.holdfast.journal.store.RefusedException;
import dev.holdfast.journal.store.SideLane;
import dev.holdfast.journal.store.SideLane.Deletion;
import dev.holdfast.journal.store.SideLane.Keeping;
import dev.holdfast.journal.store.SideLane.SnapshotRow;
import dev.holdfast.journal.store.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The thread of snapshots, deletes and the delivery book: beside the appends, so that neither waits
 * for the other. Snapshots that queue are written together, the latest of each entity; so is what
 * queues for the book.
 */
final class SideWriter {
  private static final int TOGETHER = 64;

  private final Store store;
  private final Holdings holdings;
  private final ArrayBlockingQueue<Task> queue;
  private final int bookTogether;
  private final Thread thread;
  private @Nullable SideLane lane;
  private volatile boolean ended;

  private sealed interface Task {
    CompletableFuture<Void> done();

    record Snapshot(SnapshotRow row, CompletableFuture<Void> done) implements Task {}

    record Delete(Deletion deletion, CompletableFuture<Void> done) implements Task {}

    record Forget(String entity, long toSequence, CompletableFuture<Void> done) implements Task {}

    record Keep(Keeping keeping, CompletableFuture<Void> done) implements Task {
      int changes() {
        return keeping.changes().changes().size();
      }
    }

    record End(CompletableFuture<Void> done) implements Task {}
  }

  SideWriter(Store store, Holdings holdings, JournalSettings settings) {
    this.store = store;
    this.holdings = holdings;
    this.queue = new ArrayBlockingQueue<>(settings.sideQueue());
    this.bookTogether = settings.bookTogether();
    this.thread = Thread.ofPlatform().name("holdfast-journal-side").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  CompletableFuture<Void> snapshot(SnapshotRow row) {
    return add(new Task.Snapshot(row, new CompletableFuture<>()));
  }

  CompletableFuture<Void> delete(Deletion deletion) {
    return add(new Task.Delete(deletion, new CompletableFuture<>()));
  }

  CompletableFuture<Void> forget(String entity, long toSequence) {
    return add(new Task.Forget(entity, toSequence, new CompletableFuture<>()));
  }

  CompletableFuture<Void> keep(Keeping keeping) {
    return add(new Task.Keep(keeping, new CompletableFuture<>()));
  }

  void close(Duration patience) throws InterruptedException {
    if (!queue.offer(new Task.End(new CompletableFuture<>()), patience.toNanos(), NANOSECONDS)
        || !thread.join(patience)) {
      thread.interrupt();
    }
  }

  private CompletableFuture<Void> add(Task task) {
    if (!queue.offer(task)) {
      task.done()
          .completeExceptionally(
              new JournalBusyException(
                  "Too many snapshots, deletes and changes of the book wait for the journal"));
    } else if (ended) {
      refuseAll();
    }
    return task.done();
  }

  private void refuseAll() {
    var closed = new JournalBusyException("The journal is closed");
    for (Task task = queue.poll(); task != null; task = queue.poll()) {
      task.done().completeExceptionally(closed);
    }
  }

  private void run() {
    var tasks = new ArrayList<Task>();
    try {
      do {
        tasks.clear();
        tasks.add(queue.take());
        queue.drainTo(tasks, TOGETHER - 1);
        work(tasks);
      } while (!(tasks.getLast() instanceof Task.End));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      letGo();
      ended = true;
      refuseAll();
    }
  }

  private void work(List<Task> tasks) {
    var snapshots = new ArrayList<Task.Snapshot>();
    var keeps = new ArrayList<Task.Keep>();
    for (Task task : tasks) {
      try {
        switch (task) {
          case Task.Snapshot snapshot -> snapshots.add(snapshot);
          case Task.Delete(var deletion, var done) -> delete(deletion, done);
          case Task.Forget(var entity, var toSequence, var done) -> {
            lane().deleteSnapshot(entity, toSequence);
            done.complete(null);
          }
          case Task.Keep keep -> keeps.add(keep);
          case Task.End(var done) -> done.complete(null);
        }
      } catch (SQLException | RuntimeException e) {
        failed(List.of(task), e);
      }
    }
    keepInGroups(keeps);
    if (!snapshots.isEmpty()) {
      try {
        snapshots(snapshots);
      } catch (SQLException | RuntimeException e) {
        failed(snapshots, e);
      }
    }
  }

  private void snapshots(List<Task.Snapshot> snapshots) throws SQLException {
    Map<String, SnapshotRow> latest = new LinkedHashMap<>();
    for (Task.Snapshot snapshot : snapshots) {
      latest.put(snapshot.row().entity(), snapshot.row());
    }
    Set<String> kept = lane().snapshots(holdings.writer(), List.copyOf(latest.values()));
    for (Task.Snapshot snapshot : snapshots) {
      if (kept.contains(snapshot.row().entity())) {
        snapshot.done().complete(null);
      } else {
        snapshot.done().completeExceptionally(fenced(snapshot.row().slice()));
      }
    }
  }

  private void keepInGroups(List<Task.Keep> keeps) {
    var group = new ArrayList<Task.Keep>();
    int changes = 0;
    for (Task.Keep keep : keeps) {
      if (!group.isEmpty() && changes + keep.changes() > bookTogether) {
        keep(group);
        group = new ArrayList<>();
        changes = 0;
      }
      group.add(keep);
      changes += keep.changes();
    }
    if (!group.isEmpty()) {
      keep(group);
    }
  }

  /** One that cannot be kept must not fail the others of its group. */
  private void keep(List<Task.Keep> group) {
    try {
      Map<Integer, Long> epochs =
          lane().keep(holdings.writer(), group.stream().map(Task.Keep::keeping).toList());
      for (Task.Keep keep : group) {
        Keeping keeping = keep.keeping();
        if (epochs.getOrDefault(keeping.slice(), 0L) == keeping.epoch()) {
          keep.done().complete(null);
        } else {
          keep.done().completeExceptionally(fenced(keeping.slice()));
        }
      }
    } catch (RuntimeException e) {
      if (group.size() == 1) {
        failed(group, e);
      } else {
        group.forEach(keep -> keep(List.of(keep)));
      }
    } catch (SQLException e) {
      failed(group, e);
    }
  }

  private void delete(Deletion deletion, CompletableFuture<Void> done) throws SQLException {
    if (lane().delete(holdings.writer(), deletion)) {
      done.complete(null);
    } else {
      done.completeExceptionally(fenced(deletion.slice()));
    }
  }

  private void failed(List<? extends Task> tasks, Exception why) {
    if (!(why instanceof RefusedException)) {
      letGo();
    }
    var failure =
        new OutcomeUnknownException("A snapshot, a delete or a change of the book failed", why);
    tasks.forEach(task -> task.done().completeExceptionally(failure));
  }

  private SideLane lane() throws SQLException {
    SideLane open = lane;
    if (open == null) {
      open = store.sideLane();
      lane = open;
    }
    return open;
  }

  private void letGo() {
    SideLane open = lane;
    lane = null;
    if (open != null) {
      open.close();
    }
  }

  private static FencedException fenced(int slice) {
    return new FencedException("Slice " + slice + " is not held at this epoch");
  }
}
