package dev.holdfast.services.hosting;

import dev.holdfast.journal.JournalEntry;
import dev.holdfast.protocol.Caller;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.EventData;
import dev.holdfast.protocol.Json;
import dev.holdfast.protocol.Outbox;
import dev.holdfast.runtimes.FunctionRuntime;
import dev.holdfast.services.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * How fast instances come back and what they cost in memory, on both databases: {@code mvn -q -Prun
 * process-test-classes -Dmain=dev.holdfast.services.hosting.RecoveryBenchmark}.
 */
final class RecoveryBenchmark {
  private static final int LONG_COMMITS = 200_000;
  private static final int COLD_ENTITIES = 10_000;
  private static final int COLD_COMMITS = 10;
  private static final int ROUNDS = 3;
  private static final int RESIDENTS = 50_000;

  private RecoveryBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Files.createTempDirectory("holdfast-recovery");
    run("SQLite", data.resolve("sqlite"), "");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "256MB")
            .start()) {
      run(
          "PostgreSQL",
          data.resolve("postgresql"),
          "holdfast.journal.url=\"" + postgres.getJdbcUrl("postgres", "postgres") + "\"");
    }
    System.exit(0);
  }

  private static void run(String database, Path data, String overrides) throws Exception {
    Files.createDirectories(data);
    FunctionRuntime counter = new CounterRuntime("counter", "v1");
    try (var node = new TestNode(data, overrides, counter)) {
      node.journal.claimAll().toCompletableFuture().join();
      fill(node, "long", LONG_COMMITS, 1);
      fill(node, "cold", COLD_COMMITS, COLD_ENTITIES);
    }
    for (int round = 1; round <= ROUNDS; round++) {
      try (var node = new TestNode(data, overrides, counter)) {
        read(node, List.of(new EntityId("counter", "warm")));
        double longSeconds = read(node, List.of(new EntityId("counter", "long0")));
        double coldSeconds = read(node, ids("cold", COLD_ENTITIES));
        System.out.printf(
            Locale.ROOT,
            "%s round %d: one instance of %,d events %,.0f events/s; %,d instances of %d events"
                + " %,.0f instances/s%n",
            database,
            round,
            LONG_COMMITS,
            LONG_COMMITS / longSeconds,
            COLD_ENTITIES,
            COLD_COMMITS,
            COLD_ENTITIES / coldSeconds);
        if (round == ROUNDS && database.equals("SQLite")) {
          memory(node);
        }
      }
    }
  }

  private static void memory(TestNode node) {
    long before = used();
    int resident = node.hosting.residents();
    read(node, ids("new", RESIDENTS));
    long after = used();
    System.out.printf(
        Locale.ROOT,
        "heap of an idle instance of small state: %,d bytes (%,d more instances)%n",
        (after - before) / RESIDENTS,
        node.hosting.residents() - resident);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 4; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static List<EntityId> ids(String name, int count) {
    List<EntityId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(new EntityId("counter", name + i));
    }
    return ids;
  }

  /** Queries every instance once; the time until all have answered. */
  private static double read(TestNode node, List<EntityId> ids) {
    long start = System.nanoTime();
    int together = 2_000;
    for (int from = 0; from < ids.size(); from += together) {
      all(ids.subList(from, Math.min(ids.size(), from + together)), id -> query(node, id));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void all(
      List<EntityId> ids, java.util.function.Function<EntityId, CompletableFuture<Outcome>> ask) {
    List<CompletableFuture<Outcome>> answers = ids.stream().map(ask).toList();
    for (CompletableFuture<Outcome> answer : answers) {
      if (answer.join() instanceof Outcome.Refused refused) {
        throw new IllegalStateException(refused.toString());
      }
    }
  }

  private static CompletableFuture<Outcome> query(TestNode node, EntityId id) {
    return node.services()
        .query(
            new dev.holdfast.services.Call(
                id,
                "value",
                Json.NULL,
                Caller.OPERATOR,
                Optional.empty(),
                OptionalLong.empty(),
                false,
                Clock.systemUTC().instant().plusSeconds(60),
                List.of(),
                dev.holdfast.services.Origin.Asked.ASKED))
        .toCompletableFuture();
  }

  private static void fill(TestNode node, String name, int commits, int entities) {
    if (entities == 1) {
      for (int from = 0; from < commits; from += 1_000) {
        write(node, name + 0, from, 1_000).join();
      }
      return;
    }
    IntFunction<CompletableFuture<?>> one = i -> write(node, name + i, 0, commits);
    for (int from = 0; from < entities; from += 1_000) {
      List<CompletableFuture<?>> writes = new ArrayList<>();
      for (int i = from; i < from + 1_000; i++) {
        writes.add(one.apply(i));
      }
      writes.forEach(CompletableFuture::join);
    }
  }

  private static CompletableFuture<?> write(TestNode node, String id, int after, int count) {
    String key = "counter/" + id;
    int slice = node.journal.slices().of(key);
    long epoch = node.journal.epoch(slice).orElseThrow();
    List<JournalEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(new JournalEntry(epoch, commit(after + i + 1)));
    }
    return node.journal.append(key, after + 1L, entries).toCompletableFuture();
  }

  private static Commit commit(int total) {
    return new Commit(
        Optional.empty(),
        "add",
        List.of(new EventData("Added", 1, Json.of("1"))),
        Json.of(Integer.toString(total)),
        Caller.OPERATOR,
        Instant.ofEpochSecond(1_700_000_000L + total),
        "v1",
        Outbox.EMPTY,
        Optional.empty());
  }
}
