package dev.holdfast.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.postgresql.WeakFences;
import dev.holdfast.protocol.Commit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Two writers and a follower of every slice on one PostgreSQL, while slices change hands, commits
 * are deleted and connections killed at random. {@code -Dholdfast.rounds=N} makes it long.
 */
class JournalChaosTest {
  private static final int SLICES = 4;
  private static final int ENTITIES = 24;
  private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Sequence → number, of commits that were acknowledged. */
  private final Map<String, Map<Long, Long>> acknowledged = new ConcurrentHashMap<>();

  /** Rows as a follower has seen them, by slice. */
  private final Map<Integer, List<CommitRow>> followed = new ConcurrentHashMap<>();

  @Test
  void nothingIsLostDoubledOrSkippedWhileSlicesChangeHandsAndConnectionsDie() throws Exception {
    JournalSettings settings = Journals.slices(Postgres.fresh(), SLICES);
    try (Journal first = Journal.open(settings);
        Journal second = Journal.open(settings)) {
      run(settings, List.of(first, second), Journals.rounds(60));
      assertEquals(null, failure.get(), "SEED=" + SEED);
      check(second);
      assertTrue(
          first.metrics().fenceReached() + second.metrics().fenceReached() > 0,
          "the fence was reached");
    }
  }

  @Test
  void theSameRunWithoutTheFenceIsFoundOut() throws Exception {
    JournalSettings settings = Journals.slices(Postgres.fresh(), SLICES);
    try (Journal first = Journal.open(settings, WeakFences.off(settings));
        Journal second = Journal.open(settings, WeakFences.off(settings))) {
      assertThrows(
          Throwable.class,
          () -> {
            run(settings, List.of(first, second), 60);
            if (failure.get() != null) {
              throw failure.get();
            }
            check(second);
          },
          "SEED=" + SEED);
    }
  }

  private void run(JournalSettings settings, List<Journal> journals, int rounds) throws Exception {
    try (Connection killer = Postgres.connect(settings)) {
      Journals.get(journals.getFirst().claimAll());
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < ENTITIES; i++) {
        String entity = "s/" + i;
        long numbers = i * 2_000_000L;
        threads.add(start(() -> write(journals.getFirst(), entity, numbers)));
        threads.add(start(() -> write(journals.getLast(), entity, numbers + 1_000_000)));
      }
      for (int slice = 0; slice < SLICES; slice++) {
        int mine = slice;
        threads.add(start(() -> follow(journals.getLast(), mine)));
      }
      try {
        disturb(rounds, journals, killer);
        awaitProgress(journals.getLast());
      } finally {
        running.set(false);
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
  }

  private Thread start(Runnable work) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                failure.compareAndSet(null, e);
                running.set(false);
              }
            });
  }

  /** An entity on one node: recovers, appends until it is refused, and begins again. */
  private void write(Journal journal, String entity, long numbers) {
    int slice = journal.slices().of(entity);
    long number = numbers;
    while (running.get()) {
      OptionalLong epoch = journal.epoch(slice);
      if (epoch.isEmpty()) {
        pause();
        continue;
      }
      try {
        long sequence = Journals.get(journal.recovery().highest(entity, 1)) + 1;
        while (running.get()) {
          number++;
          Journals.get(journal.append(entity, sequence, Journals.entry(epoch.getAsLong(), number)));
          acknowledged
              .computeIfAbsent(entity, any -> new ConcurrentHashMap<>())
              .merge(sequence, number, JournalChaosTest::never);
          sequence++;
        }
      } catch (FencedException | OutcomeUnknownException | JournalBusyException e) {
        pause();
      } catch (CompletionException e) {
        pause(); // A read whose connection was killed twice.
      }
    }
  }

  private static Long never(Long one, Long other) {
    throw new AssertionError("Two commits were acknowledged at one place: " + one + ", " + other);
  }

  private void follow(Journal journal, int slice) {
    List<CommitRow> seen = new ArrayList<>();
    followed.put(slice, seen);
    long after = 0;
    while (running.get()) {
      List<CommitRow> page;
      try {
        page = journal.reads().slice(slice, after, 100);
      } catch (IllegalStateException e) {
        pause();
        continue;
      }
      for (CommitRow row : page) {
        assertEquals(after + 1, row.offset(), "a gap in slice " + slice);
        after = row.offset();
        seen.add(row);
      }
      if (page.isEmpty()) {
        pause();
      }
    }
  }

  private void disturb(int rounds, List<Journal> journals, Connection killer) throws SQLException {
    var random = new Random(SEED);
    for (int round = 0; round < rounds && running.get(); round++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(60)));
      Journal journal = journals.get(random.nextInt(2));
      switch (random.nextInt(4)) {
        case 0, 1 -> claim(journal, random.nextInt(SLICES));
        case 2 ->
            Postgres.execute(
                killer,
                "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name LIKE 'holdfast-%'"
                    + " ORDER BY random() LIMIT 1) one");
        default -> delete(journal, random.nextInt(SLICES));
      }
    }
    for (int slice = 0; slice < SLICES; slice++) {
      claim(journals.get(slice % 2), slice);
    }
  }

  private static void claim(Journal journal, int slice) {
    try {
      Journals.get(journal.claim(slice));
    } catch (OutcomeUnknownException | JournalBusyException e) {
      // Its connection was killed; somebody claims again.
    }
  }

  /** Deletes what every follower has passed. */
  private void delete(Journal journal, int slice) {
    OptionalLong epoch = journal.epoch(slice);
    List<CommitRow> seen = followed.getOrDefault(slice, List.of());
    if (epoch.isEmpty() || seen.size() < 10) {
      return;
    }
    CommitRow passed = seen.get(seen.size() / 2);
    try {
      Journals.get(journal.delete(passed.entity(), epoch.getAsLong(), passed.sequence()));
    } catch (FencedException | OutcomeUnknownException | JournalBusyException e) {
      // Refused or unknown; both are fine here.
    }
  }

  /** Until every entity of the second writer has written since the last disturbance. */
  private void awaitProgress(Journal journal) {
    long batches = journal.metrics().batches();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (running.get()
        && journal.metrics().batches() < batches + 50
        && System.nanoTime() < deadline) {
      pause();
    }
    assertTrue(
        !running.get() || journal.metrics().batches() >= batches + 50,
        "writes go on, SEED=" + SEED);
  }

  private void check(Journal journal) {
    String seed = "SEED=" + SEED;
    Map<String, Map<Long, Commit>> all = new HashMap<>();
    for (int slice = 0; slice < SLICES; slice++) {
      List<CommitRow> rows = new ArrayList<>(followed.getOrDefault(slice, List.of()));
      long after = rows.isEmpty() ? 0 : rows.getLast().offset();
      rows.addAll(journal.reads().slice(slice, after, 1_000_000));
      Audit.checkOrder(rows);
      rows.forEach(
          row ->
              all.computeIfAbsent(row.entity(), any -> new HashMap<>())
                  .merge(
                      row.sequence(),
                      row.commit(),
                      (one, other) -> {
                        throw new AssertionError("doubled " + one + " " + other + " " + seed);
                      }));
    }
    acknowledged.forEach(
        (entity, commits) ->
            commits.forEach(
                (sequence, number) ->
                    assertEquals(
                        Journals.commit(number),
                        all.getOrDefault(entity, Map.of()).get(sequence),
                        () -> "lost " + entity + " " + sequence + " " + seed)));
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
  }
}
