package dev.holdfast.services.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.Cause;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.Call;
import dev.holdfast.services.RequestId;
import dev.holdfast.services.messages.MessageRules;
import dev.holdfast.services.routing.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      new World(seed, new Inbox.Window(1_000, Duration.ofHours(1), 1_000)).run();
    }
  }

  /** At a hot instance a key leaves the window long before the last copy has arrived. */
  @Test
  void requestsBetweenNodesHappenOnceHoweverFewKeysAreRemembered() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      var world = new World(seed, new Inbox.Window(3, Duration.ofHours(1), 1_000));
      world.allCross = true;
      world.run();
    }
  }

  /** The negative control: the same world without a dedup window must be caught. */
  @Test
  void withoutTheDedupWindowTheSameWorldIsCaughtDoublingCalls() {
    assertThrows(
        AssertionError.class,
        () -> {
          for (int seed = 0; seed < 300; seed++) {
            new World(seed, new Inbox.Window(0, Duration.ofHours(1), 0)).run();
          }
        });
  }

  /** One call on its way, by its number at the node it came from. */
  private record Sent(Call call, long number) {}

  private static final class World {
    private final int seed;
    private final Random random;
    private final CounterRuntime runtime = new CounterRuntime("counter", "v1");
    private final EntityCore core;
    private final List<Commit> journal = new ArrayList<>();
    private final List<Sent> network = new ArrayList<>();
    private final Map<Long, String> acknowledged = new HashMap<>();
    private final List<String> steps = new ArrayList<>();
    private boolean allCross;
    private EntityState state;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    World(int seed, Inbox.Window window) {
      this.seed = seed;
      this.random = new Random(seed);
      this.core =
          new EntityCore(
              new EntityId("counter", "c1"), runtime, window, new MessageRules(0, 10), "here");
      this.state = core.empty();
    }

    void run() throws Exception {
      for (int i = 0; i < CLIENT_CALLS; i++) {
        // Every second caller gives no key, and its request crosses from node to node.
        network.add(new Sent(EntityCoreTest.call("add", "1", i % 2 == 0 ? "k" + i : ""), i + 1));
      }
      while (acknowledged.size() < CLIENT_CALLS) {
        now = now.plusMillis(random.nextInt(5));
        Sent call = network.get(random.nextInt(network.size()));
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

    /** The floor a message carries is that of when it was sent, perhaps long ago. */
    private Attempt attempt(Sent sent) {
      long floor = 1;
      while (acknowledged.containsKey(floor)) {
        floor++;
      }
      long told = random.nextLong(1, floor + 1);
      boolean crosses = allCross || sent.call().idempotencyKey().isEmpty();
      return new Attempt(new RequestId(1, 1_000 + sent.number()), sent.number(), told, crosses);
    }

    private void deliver(Sent sent) throws Exception {
      Attempt attempt = attempt(sent);
      switch (core.admit(state, sent.call(), attempt)) {
        case EntityCore.Admission.Over _ ->
            assertTrue(
                acknowledged.containsKey(sent.number()),
                () -> "SEED=" + seed + ": somebody waits for " + sent);
        case EntityCore.Admission.Known(Inbox.Entry entry) -> answer(sent, entry.reply());
        case EntityCore.Admission.Told told ->
            throw new AssertionError("SEED=" + seed + ": nothing was refused: " + told);
        case EntityCore.Admission.Refused refused ->
            throw new AssertionError("SEED=" + seed + ": " + refused);
        case EntityCore.Admission.New(var _, Optional<Cause> cause) -> decide(sent, cause);
        case EntityCore.Admission.Decided _ -> throw new AssertionError("nothing is delivered");
      }
    }

    private void decide(Sent sent, Optional<Cause> cause) throws Exception {
      Call call = sent.call();
      var decision = runtime.decide(state.function(), EntityCoreTest.invocation(call, state, now));
      var write = (EntityCore.Conclusion.Write) core.conclude(state, call, cause, decision, now);
      int fate = random.nextInt(20);
      if (fate == 0) {
        step("crashed before the write of", sent);
        crash();
        return;
      }
      journal.add(write.commit());
      if (fate == 1) {
        step("crashed after the write of", sent);
        crash();
        return;
      }
      state = write.next();
      answer(sent, write.commit().reply());
    }

    private void answer(Sent call, Json reply) {
      if (random.nextInt(10) == 0) {
        step("answer lost of", call);
        return;
      }
      long key = call.number();
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

    private void step(String what, Sent call) {
      steps.add(what + " " + call.number());
    }
  }
}
