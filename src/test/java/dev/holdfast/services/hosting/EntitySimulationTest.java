package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.runtimes.Invocation;
import dev.holdfast.services.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The rules of an entity under a seeded, hostile network: requests are dropped, doubled and
 * reordered, and the entity crashes between deciding, writing and answering.
 */
class EntitySimulationTest {
  private static final int CLIENT_CALLS = 200;

  @Test
  void whatIsAcknowledgedHappenedExactlyOnceUnderAnySeed() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      new World(seed, new Inbox.Window(1_000, Duration.ofHours(1))).run();
    }
  }

  /** The negative control: the same world without a dedup window must be caught. */
  @Test
  void withoutTheDedupWindowTheSameWorldIsCaughtDoublingCalls() {
    assertThrows(
        AssertionError.class,
        () -> {
          for (int seed = 0; seed < 300; seed++) {
            new World(seed, new Inbox.Window(0, Duration.ofHours(1))).run();
          }
        });
  }

  private static final class World {
    private final int seed;
    private final Random random;
    private final CounterRuntime runtime = new CounterRuntime("counter", "v1");
    private final EntityCore core;
    private final List<Commit> journal = new ArrayList<>();
    private final List<Call> network = new ArrayList<>();
    private final Map<String, String> acknowledged = new HashMap<>();
    private final List<String> steps = new ArrayList<>();
    private EntityState state;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    World(int seed, Inbox.Window window) {
      this.seed = seed;
      this.random = new Random(seed);
      this.core = new EntityCore(new EntityId("counter", "c1"), runtime, window);
      this.state = core.empty();
    }

    void run() throws Exception {
      for (int i = 0; i < CLIENT_CALLS; i++) {
        network.add(EntityCoreTest.call("add", "1", "k" + i));
      }
      while (acknowledged.size() < CLIENT_CALLS) {
        now = now.plusMillis(random.nextInt(5));
        Call call = network.get(random.nextInt(network.size()));
        switch (random.nextInt(10)) {
          case 0 -> crash();
          case 1 -> step("dropped", call);
          case 2 -> {
            deliver(call);
            deliver(call);
          }
          default -> deliver(call);
        }
      }
      EntityState replayed = replay();
      String tail = String.join("\n", steps.subList(Math.max(0, steps.size() - 10), steps.size()));
      assertEquals(
          Json.of(Integer.toString(CLIENT_CALLS)),
          replayed.function().encode(),
          () -> "SEED=" + seed + "\n" + tail);
      assertEquals(replayed.function(), state.function(), () -> "SEED=" + seed + "\n" + tail);
    }

    private void deliver(Call call) throws Exception {
      switch (core.admit(state, call)) {
        case EntityCore.Admission.Known(Inbox.Entry entry) -> answer(call, entry.reply());
        case EntityCore.Admission.Refused refused ->
            throw new AssertionError("SEED=" + seed + ": " + refused);
        case EntityCore.Admission.New _ -> decide(call);
      }
    }

    private void decide(Call call) throws Exception {
      var invocation =
          new Invocation(
              call.target(),
              call.handler(),
              call.argument(),
              state.sequence(),
              now,
              call.deadline(),
              call.caller(),
              (target, handler, argument) -> {
                throw new IllegalStateException("no calls here");
              });
      var decision = runtime.decide(state.function(), invocation);
      var write =
          (EntityCore.Conclusion.Write)
              core.conclude(state, call, EntityCore.causeOf(call), decision, now);
      int fate = random.nextInt(20);
      if (fate == 0) {
        step("crashed before the write of", call);
        crash();
        return;
      }
      journal.add(write.commit());
      if (fate == 1) {
        step("crashed after the write of", call);
        crash();
        return;
      }
      state = write.next();
      answer(call, write.commit().reply());
    }

    private void answer(Call call, Json reply) {
      if (random.nextInt(10) == 0) {
        step("answer lost of", call);
        return;
      }
      String key = call.idempotencyKey().orElseThrow();
      String first = acknowledged.putIfAbsent(key, reply.toString());
      if (first != null) {
        assertEquals(first, reply.toString(), () -> "SEED=" + seed + ": two answers for " + key);
      }
      step("answered", call);
    }

    private void crash() throws Exception {
      state = replay();
    }

    private EntityState replay() throws Exception {
      EntityState replayed = core.empty();
      long offset = 0;
      for (Commit commit : journal) {
        replayed = core.replay(replayed, commit, ++offset);
      }
      return replayed;
    }

    private void step(String what, Call call) {
      steps.add(what + " " + call.idempotencyKey().orElse(""));
    }
  }
}
