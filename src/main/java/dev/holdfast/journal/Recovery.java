package dev.holdfast.journal;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.journal.store.RecoveryReads;
import dev.holdfast.journal.store.RecoveryReads.From;
import dev.holdfast.journal.store.RecoveryReads.Head;
import dev.holdfast.journal.store.RecoveryReads.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads for entities that start, many entities a query.
 *
 * <p>Invariant: no read begins while a write of unknown outcome may still land ({@link
 * Writer#settled}), so what an entity recovers is all there will be until it writes.
 *
 * <p>A start asks for the highest sequence number and then for commits; the commits come with the
 * first answer and are handed over to the second question. What nobody fetches is dropped when
 * newer ones come; it stays right meanwhile, because commits never change.
 */
public final class Recovery {
  private static final int MOST_HANDED_OVER = 1000;

  private final RecoveryReads reads;
  private final Writer writer;
  private final JournalSettings settings;
  private final ExecutorService threads;
  private final Batcher<String, Optional<StoredSnapshot>> snapshots;
  private final Batcher<From, Head> heads;

  private final Map<String, HandedOver> handedOver =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HandedOver> eldest) {
          return size() > MOST_HANDED_OVER;
        }
      };

  private record HandedOver(long from, List<CommitRow> commits) {}

  Recovery(RecoveryReads reads, Writer writer, JournalSettings settings) {
    this.reads = reads;
    this.writer = writer;
    this.settings = settings;
    this.threads =
        Executors.newFixedThreadPool(
            settings.recoveryThreads(),
            Thread.ofPlatform().daemon().name("holdfast-journal-recovery-", 0).factory());
    var limits =
        new Batcher.Limits(
            settings.recoveryThreads(), settings.recoveryBatch(), settings.recoveryQueue());
    this.snapshots =
        new Batcher<>(
            threads,
            limits,
            entities -> {
              awaitSettled();
              return reads.snapshots(entities);
            });
    this.heads =
        new Batcher<>(
            threads,
            limits,
            requests -> {
              awaitSettled();
              return reads.heads(
                  requests, new Limit(settings.recoveryPage(), settings.replayBytes()));
            });
  }

  /** The entity's snapshot, whether or not the filter would use it. */
  public CompletableFuture<Optional<StoredSnapshot>> snapshot(String entity) {
    return snapshots.ask(entity);
  }

  /** The highest sequence number; the commits from there on are kept ready. */
  public CompletableFuture<Long> highest(String entity, long from) {
    return heads
        .ask(new From(entity, from))
        .thenApply(
            head -> {
              synchronized (handedOver) {
                handedOver.remove(entity);
                if (!head.commits().isEmpty()) {
                  handedOver.put(entity, new HandedOver(from, head.commits()));
                }
              }
              return head.highest();
            });
  }

  /** Commits in order, a page at most; empty when there are no more. */
  public CompletableFuture<List<CommitRow>> page(String entity, long from, long to) {
    HandedOver ready = fetch(entity);
    if (ready != null && ready.from() == from) {
      List<CommitRow> commits = ready.commits();
      if (commits.getLast().sequence() > to) {
        commits = commits.stream().filter(commit -> commit.sequence() <= to).toList();
      }
      return CompletableFuture.completedFuture(commits);
    }
    return CompletableFuture.supplyAsync(() -> read(entity, from, to), threads);
  }

  private @Nullable HandedOver fetch(String entity) {
    synchronized (handedOver) {
      return handedOver.remove(entity);
    }
  }

  private List<CommitRow> read(String entity, long from, long to) {
    try {
      awaitSettled();
      return reads.page(entity, from, to, new Limit(settings.replayPage(), settings.replayBytes()));
    } catch (Exception e) {
      throw new IllegalStateException("Cannot read " + entity + ": " + e.getMessage(), e);
    }
  }

  private void awaitSettled() throws Exception {
    writer.settled().get(settings.queueTimeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  void close() {
    threads.shutdownNow();
  }
}
