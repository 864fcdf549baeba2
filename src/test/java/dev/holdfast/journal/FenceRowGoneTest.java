package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Commit;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A writer whose fence row is taken away, as of a member believed to be gone, while it writes. */
class FenceRowGoneTest {
  private static final int SLICES = 4;
  private static final int ENTITIES = 16;
  private static final int ROUNDS = 8;

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Map<String, Map<Long, Long>> acknowledged = new ConcurrentHashMap<>();

  @Test
  void theWriterBeginsAnewUnderLoadAndLosesNothing() throws Exception {
    JournalSettings settings = Journals.with(Postgres.fresh(), "slices = " + SLICES);
    try (Journal journal = Journal.open(settings);
        Connection cleaner = Postgres.connect(settings)) {
      Journals.get(journal.claimAll());
      journal.whenLost(lost -> lost.forEach(slice -> take(journal, slice)));
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < ENTITIES; i++) {
        String entity = "s/" + i;
        long numbers = i * 1_000_000L;
        threads.add(Thread.ofVirtual().start(() -> write(journal, entity, numbers)));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          awaitProgress(journal);
          int writer = journal.writer();
          Postgres.execute(cleaner, "DELETE FROM writer_fence");
          awaitProgress(journal);
          assertNotEquals(writer, journal.writer());
        }
      } finally {
        running.set(false);
        for (Thread thread : threads) {
          thread.join();
        }
      }
      assertEquals(null, failure.get());
      assertEquals(ROUNDS * SLICES, journal.metrics().lostSlices());
      assertEquals(0, journal.metrics().unknown());
      check(Audit.check(journal));
    }
  }

  /** What a shard does that lost its slice and is needed. */
  private static void take(Journal journal, int slice) {
    var taken =
        journal
            .claim(slice)
            .thenAccept(
                epoch -> {
                  if (!journal.holds(slice, epoch)) {
                    take(journal, slice);
                  }
                });
    assertTrue(!taken.toCompletableFuture().isCompletedExceptionally());
  }

  private void write(Journal journal, String entity, long numbers) {
    int slice = journal.slices().of(entity);
    long number = numbers;
    try {
      while (running.get()) {
        OptionalLong epoch = journal.epoch(slice);
        if (epoch.isEmpty()) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
          continue;
        }
        long sequence = Journals.get(journal.recovery().highest(entity, 1)) + 1;
        try {
          while (running.get()) {
            number++;
            Journals.get(
                journal.append(entity, sequence, Journals.entry(epoch.getAsLong(), number)));
            acknowledged
                .computeIfAbsent(entity, any -> new ConcurrentHashMap<>())
                .put(sequence, number);
            sequence++;
          }
        } catch (FencedException e) {
          // It was not written; the entity starts again where the slice is held.
        }
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      running.set(false);
    }
  }

  private void awaitProgress(Journal journal) {
    long wanted = journal.metrics().rows() + 200;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (running.get() && journal.metrics().rows() < wanted && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    assertEquals(null, failure.get());
    assertTrue(journal.metrics().rows() >= wanted, "writes go on");
  }

  /** What was refused was never written, so there is what was acknowledged and nothing else. */
  private void check(List<CommitRow> rows) {
    Map<String, Map<Long, Commit>> written = new HashMap<>();
    rows.forEach(
        row ->
            written
                .computeIfAbsent(row.entity(), any -> new HashMap<>())
                .put(row.sequence(), row.commit()));
    Map<String, Map<Long, Commit>> expected = new HashMap<>();
    acknowledged.forEach(
        (entity, numbers) ->
            numbers.forEach(
                (sequence, number) ->
                    expected
                        .computeIfAbsent(entity, any -> new HashMap<>())
                        .put(sequence, Journals.commit(number))));
    assertEquals(expected, written);
  }
}
