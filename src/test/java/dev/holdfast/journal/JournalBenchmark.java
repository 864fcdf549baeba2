package dev.holdfast.journal;

import dev.holdfast.journal.CommitReads.StoredSnapshot;
import dev.holdfast.protocol.CommitCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast the journal alone is: appends with so many outstanding over 1,000 entities, and
 * recovery. Arguments: {@code sqlite} or {@code postgresql}, and seconds a measurement.
 */
final class JournalBenchmark {
  private static final int ENTITIES = 1000;
  private static final int LONG_HISTORY = 100_000;
  private static final int COLD = 5_000;
  private static final int COLD_COMMITS = 10;

  private final Journal journal;
  private final long nanos;
  private final long[] sequences = new long[ENTITIES];
  private final String[] entities = new String[ENTITIES];

  private JournalBenchmark(Journal journal, int seconds) {
    this.journal = journal;
    this.nanos = TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; i < ENTITIES; i++) {
      entities[i] = "counter/" + i;
    }
  }

  public static void main(String[] arguments) throws Exception {
    String database = arguments.length > 0 ? arguments[0] : "sqlite";
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path folder = Files.createTempDirectory(Path.of("target"), "bench");
    JournalSettings settings =
        database.equals("sqlite") ? Journals.sqlite(folder.toAbsolutePath()) : Postgres.fresh();
    codec();
    try (Journal journal = Journal.open(settings)) {
      Journals.get(journal.claimAll());
      var benchmark = new JournalBenchmark(journal, seconds);
      benchmark.appends(64, "warm-up");
      benchmark.appends(64, database);
      benchmark.appends(256, database);
      benchmark.appends(1, database);
      benchmark.longHistory(database);
      benchmark.coldEntities(database);
    }
  }

  private static void codec() {
    byte[] bytes = CommitCodec.write(Journals.commit(1));
    for (int round = 0; round < 3; round++) {
      long began = System.nanoTime();
      int sum = 0;
      for (int i = 0; i < 300_000; i++) {
        sum += CommitCodec.write(Journals.commit(i)).length;
      }
      long written = System.nanoTime();
      for (int i = 0; i < 300_000; i++) {
        sum += CommitCodec.read(bytes).events().size();
      }
      System.out.printf(
          "codec: write %d ns, read %d ns, %d bytes (%d)%n",
          (written - began) / 300_000, (System.nanoTime() - written) / 300_000, bytes.length, sum);
    }
  }

  /**
   * Each of so many callers writes again as soon as it is answered, each to entities of its own.
   */
  private void appends(int outstanding, String name) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    var latencies = new long[outstanding][];
    var done = new CountDownLatch(outstanding);
    JournalMetrics before = journal.metrics();
    for (int caller = 0; caller < outstanding; caller++) {
      new Caller(caller, outstanding, end, latencies, done).next();
    }
    done.await();
    JournalMetrics after = journal.metrics();
    long[] all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
    double seconds = nanos / 1e9;
    System.out.printf(
        "%s: %d outstanding: %,.0f commits/s, p50 %.2f ms, p99 %.2f ms, batch %.1f, busy %.0f %%%n",
        name,
        outstanding,
        all.length / seconds,
        all[all.length / 2] / 1e6,
        all[all.length * 99 / 100] / 1e6,
        (double) (after.rows() - before.rows()) / (after.batches() - before.batches()),
        (after.writeNanos() - before.writeNanos()) / seconds / 1e7);
  }

  private final class Caller {
    private final int first;
    private final int step;
    private final long end;
    private final long[][] latencies;
    private final CountDownLatch done;
    private long[] mine = new long[1024];
    private int count;
    private int entity;

    Caller(int first, int step, long end, long[][] latencies, CountDownLatch done) {
      this.first = first;
      this.step = step;
      this.end = end;
      this.latencies = latencies;
      this.done = done;
      this.entity = first;
    }

    void next() {
      long began = System.nanoTime();
      if (began > end) {
        latencies[first] = Arrays.copyOf(mine, count);
        done.countDown();
        return;
      }
      entity = entity + step < ENTITIES ? entity + step : first;
      long sequence = ++sequences[entity];
      long epoch = journal.epoch(journal.slices().of(entities[entity])).orElseThrow();
      journal
          .append(entities[entity], sequence, Journals.entry(epoch, sequence))
          .thenAcceptAsync(
              offset -> {
                if (count == mine.length) {
                  mine = Arrays.copyOf(mine, count * 2);
                }
                mine[count++] = System.nanoTime() - began;
                next();
              });
    }
  }

  private void longHistory(String name) {
    String entity = "counter/long";
    long epoch = journal.epoch(journal.slices().of(entity)).orElseThrow();
    for (long from = 1; from <= LONG_HISTORY; from += 500) {
      var entries = new ArrayList<JournalEntry>();
      for (long n = from; n < from + 500; n++) {
        entries.add(new JournalEntry(epoch, Journals.commit(n)));
      }
      Journals.get(journal.append(entity, from, entries));
    }
    for (int round = 0; round < 4; round++) {
      long began = System.nanoTime();
      long highest = Journals.get(journal.recovery().highest(entity, 1));
      long sequence = 0;
      while (sequence < highest) {
        sequence =
            Journals.get(journal.recovery().page(entity, sequence + 1, highest))
                .getLast()
                .sequence();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("%s: replay %,.0f commits/s%n", name, LONG_HISTORY / seconds);
    }
  }

  private void coldEntities(String name) throws InterruptedException {
    var writes = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < COLD; i++) {
      String entity = "cold/" + i;
      long epoch = journal.epoch(journal.slices().of(entity)).orElseThrow();
      var entries = new ArrayList<JournalEntry>();
      for (int n = 0; n < COLD_COMMITS; n++) {
        entries.add(new JournalEntry(epoch, Journals.commit(n)));
      }
      writes.add(journal.append(entity, 1, entries).toCompletableFuture());
      if (writes.size() == 500) {
        writes.forEach(CompletableFuture::join);
        writes.clear();
      }
    }
    for (int round = 0; round < 3; round++) {
      long began = System.nanoTime();
      var next = new AtomicInteger();
      var done = new CountDownLatch(COLD);
      for (int i = 0; i < 200; i++) {
        recover(next, done);
      }
      done.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "%s: %,.0f cold entities/s of %d commits%n", name, COLD / seconds, COLD_COMMITS);
    }
  }

  private void recover(AtomicInteger next, CountDownLatch done) {
    int i = next.getAndIncrement();
    if (i >= COLD) {
      return;
    }
    String entity = "cold/" + i;
    Recovery recovery = journal.recovery();
    CompletionStage<Optional<StoredSnapshot>> snapshotRead = recovery.snapshot(entity);
    snapshotRead
        .thenCompose(snapshot -> recovery.highest(entity, 1))
        .thenCompose(highest -> recovery.page(entity, 1, highest))
        .thenAcceptAsync(
            commits -> {
              if (commits.size() != COLD_COMMITS) {
                throw new IllegalStateException(entity + " has " + List.copyOf(commits));
              }
              done.countDown();
              recover(next, done);
            });
  }
}
