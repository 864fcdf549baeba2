package dev.holdfast.services.hosting;

import static dev.holdfast.services.hosting.TestNode.call;
import static dev.holdfast.services.hosting.TestNode.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.journal.CommitRow;
import dev.holdfast.journal.EntitySnapshot;
import dev.holdfast.protocol.Commit;
import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Json;
import dev.holdfast.services.Deployed;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.PlatformService;
import dev.holdfast.services.routing.Attempt;
import dev.holdfast.services.routing.EntityMessage;
import dev.holdfast.services.routing.ReplyPath;
import dev.holdfast.services.routing.ReturnAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances on a real journal and a real actor system. */
@Timeout(120)
class HostingTest {
  @TempDir Path data;

  @Test
  void stateSurvivesTheNodeAndSoDoesTheMemoryOfKeys() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      assertEquals("5", node.add("c1", "5", "k1").reply().toString());
      assertEquals("12", node.add("c1", "7", "k2").reply().toString());
    }
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      Outcome.Replied again = node.add("c1", "7", "k2");
      assertEquals("12", again.reply().toString());
      assertTrue(again.replayed());
      assertEquals(2, again.sequence());
      Outcome.Replied next = node.add("c1", "1", "k3");
      assertEquals("13", next.reply().toString());
      assertEquals(3, next.sequence());
      assertEquals(
          new dev.holdfast.journal.CommitReads.Totals(1, 3), node.journal.reads().totals());
    }
  }

  @Test
  void aHotInstanceWritesManyCommitsTogetherInOrder() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("hot", "0", "");
      long before = node.journal.metrics().batches();
      List<CompletableFuture<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        calls.add(node.send(call("hot", "add", "1", "")));
      }
      for (int i = 0; i < calls.size(); i++) {
        var replied = assertInstanceOf(Outcome.Replied.class, get(calls.get(i)));
        assertEquals(Integer.toString(i + 1), replied.reply().toString());
        assertEquals(i + 2, replied.sequence());
      }
      long batches = node.journal.metrics().batches() - before;
      assertTrue(batches < 250, () -> "500 commits took " + batches + " writes");
    }
  }

  @Test
  void aRepeatedKeyInTheSameBatchIsAnsweredOnceAndTheSame() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "0", "");
      List<CompletableFuture<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(node.send(call("c1", "add", "1", "same")));
      }
      int replayed = 0;
      for (CompletableFuture<Outcome> outcome : calls) {
        var replied = assertInstanceOf(Outcome.Replied.class, get(outcome));
        assertEquals("1", replied.reply().toString());
        replayed += replied.replayed() ? 1 : 0;
      }
      assertEquals(19, replayed);
    }
  }

  @Test
  void moreRequestsThanTheLimitAreRefusedAndTheRestIsHandled() throws Exception {
    var runtime = new CounterRuntime("counter", "v1");
    try (var node = new TestNode(data, "holdfast.services.queue=10", runtime)) {
      node.add("c1", "0", "");
      List<CompletableFuture<Outcome>> calls = new ArrayList<>();
      calls.add(node.send(call("c1", "block", "0", "")));
      for (int i = 0; i < 30; i++) {
        calls.add(node.send(call("c1", "add", "1", "")));
      }
      until(() -> calls.stream().filter(CompletableFuture::isDone).count() == 20);
      runtime.release.countDown();
      int refused = 0;
      for (CompletableFuture<Outcome> outcome : calls) {
        if (get(outcome) instanceof Outcome.Refused refusal) {
          assertEquals(429, refusal.problem().status());
          refused++;
        }
      }
      assertEquals(20, refused);
      assertEquals("11", node.add("c1", "0", "").reply().toString());
    }
  }

  @Test
  void whatAHandlerWasToldIsInItsCommitWhereThatIsSetAndNowhereElse() throws Exception {
    for (boolean recording : List.of(false, true)) {
      Path folder = Files.createDirectories(data.resolve("recording-" + recording));
      String settings = recording ? "holdfast.services.record-commands=true" : "";
      try (var node = new TestNode(folder, settings, new CounterRuntime("counter", "v1"))) {
        Instant before = Instant.now();
        node.add("c1", "5", "");
        node.add("c1", "6", "key");
        List<CommitRow> rows = node.journal.reads().commits("counter/c1", 1, 9, 9);
        assertEquals(2, rows.size());
        for (CommitRow row : rows) {
          assertEquals(recording, row.commit().asked().isPresent());
        }
        if (recording) {
          Commit.Asked first = rows.getFirst().commit().asked().orElseThrow();
          assertEquals(Json.of("5"), first.argument());
          assertFalse(first.now().isBefore(before), "a time of this test");
          assertFalse(first.now().isAfter(rows.getFirst().commit().time()), "not after its commit");
        }
      }
    }
  }

  @Test
  void thePlatformsOwnServicesAreNotRecorded() throws Exception {
    var own = new CounterRuntime("counter", PlatformService.of("counter", List.of()).version());
    try (var node = new TestNode(data, "holdfast.services.record-commands=true", own)) {
      node.add("c1", "5", "");
      CommitRow row = node.journal.reads().commits("counter/c1", 1, 9, 9).getFirst();
      assertEquals(Optional.empty(), row.commit().asked());
    }
  }

  @Test
  void aHandlerThatThrowsChangesNothingAndItsInstanceGoesOn() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "5", "");
      var refused = assertInstanceOf(Outcome.Refused.class, node.command("c1", "fail", "0"));
      assertEquals("handler-failed", refused.problem().code());
      assertEquals("6", node.add("c1", "1", "").reply().toString());
    }
  }

  @Test
  void aHandlerThatBlocksOrLoopsEndsAtItsDeadlineAndStallsNobodyElse() throws Exception {
    var runtime = new CounterRuntime("counter", "v1");
    try (var node = new TestNode(data, "", runtime)) {
      for (String handler : List.of("block", "loop")) {
        CompletableFuture<Outcome> stuck =
            node.send(call(handler, handler, "0", "", Duration.ofSeconds(1)));
        for (int i = 0; i < 20; i++) {
          node.add("other" + i, "1", "");
        }
        var refused = assertInstanceOf(Outcome.Refused.class, get(stuck));
        assertEquals("deadline-exceeded", refused.problem().code());
        assertEquals("3", node.add(handler, "3", "").reply().toString());
      }
    } finally {
      runtime.close();
    }
  }

  @Test
  void anIdleInstanceLeavesAndComesBackWithItsState() throws Exception {
    try (var node =
        new TestNode(data, "holdfast.services.idle=1s", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "5", "");
      assertEquals(1, node.hosting.residents());
      until(() -> node.hosting.residents() == 0);
      assertEquals("6", node.add("c1", "1", "").reply().toString());
    }
  }

  @Test
  void tooManyInstancesMakeTheLongestUnusedLeave() throws Exception {
    try (var node =
        new TestNode(
            data, "holdfast.services.resident-entities=10", new CounterRuntime("counter", "v1"))) {
      for (int i = 0; i < 40; i++) {
        node.add("c" + i, "1", "");
      }
      until(() -> node.hosting.residents() <= 10);
      assertEquals("2", node.add("c0", "1", "").reply().toString());
    }
  }

  @Test
  void snapshotsAreOnlyACache() throws Exception {
    String often = "holdfast.services.snapshot-every=10";
    try (var node = new TestNode(data, often, new CounterRuntime("counter", "v1"))) {
      for (int i = 0; i < 35; i++) {
        node.add("c1", "1", "k" + i);
      }
      until(() -> node.journal.reads().snapshot("counter/c1", Long.MAX_VALUE).isPresent());
    }
    try (var node = new TestNode(data, often, new CounterRuntime("counter", "v1"))) {
      assertTrue(node.add("c1", "1", "k3").replayed());
      assertTrue(node.hosting.counters().replayedCommits() < 35);
      node.journal.forgetSnapshot("counter/c1", Long.MAX_VALUE).toCompletableFuture().join();
    }
    try (var node = new TestNode(data, often, new CounterRuntime("counter", "v1"))) {
      Outcome.Replied replied = node.add("c1", "1", "k3");
      assertTrue(replied.replayed());
      assertEquals("4", replied.reply().toString());
      assertEquals(35, node.hosting.counters().replayedCommits());
    }
  }

  @Test
  void anotherVersionFoldsFromTheStartAndTakesOverBetweenCommands() throws Exception {
    String often = "holdfast.services.snapshot-every=10";
    try (var node = new TestNode(data, often, new CounterRuntime("counter", "v1"))) {
      for (int i = 0; i < 12; i++) {
        node.add("c1", "1", "");
      }
      node.hosting.deploy(Deployed.of(List.of(new CounterRuntime("counter", "v2"))));
      until(() -> node.add("c1", "0", "").version().equals("v2"));
      var state =
          assertInstanceOf(
              Outcome.Inspected.class,
              get(
                  node.services()
                      .inspect(
                          new EntityId("counter", "c1"), Clock.systemUTC().instant().plusSeconds(5))
                      .toCompletableFuture()));
      assertEquals("12", state.state().toString());
    }
  }

  @Test
  void aSnapshotThatCannotBeReadIsAsGoodAsNone() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "5", "k1");
      int slice = node.journal.slices().of("counter/c1");
      long epoch = node.journal.epoch(slice).orElseThrow();
      var broken = new EntitySnapshot(epoch, "v1", Json.of("{\"q\":1,\"s\":tru"));
      node.journal.snapshot("counter/c1", 1, broken).toCompletableFuture().join();
    }
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      assertEquals("6", node.add("c1", "1", "k2").reply().toString());
    }
  }

  @Test
  void aServiceThatIsNoLongerDeployedIsGone() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "5", "");
      node.hosting.deploy(Deployed.of(List.of(new CounterRuntime("tally", "v1"))));
      assertEquals("unknown-service", problem(node.command("c1", "add", "1")));
      until(() -> node.hosting.residents() == 0);
    }
  }

  @Test
  void anInstanceRefusesWhatIsForAnother() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "5", "");
      var again = new CompletableFuture<String>();
      var wrong = new EntityMessage.Command(call("c2", "add", "1", ""), sentAgain(again));
      node.hosting.host().residents().find(new EntityId("counter", "c1")).orElseThrow().tell(wrong);
      assertTrue(again.get(10, TimeUnit.SECONDS).contains("counter/c1"));
      assertEquals(1, node.hosting.counters().misdelivered());
      assertEquals("5", node.add("c1", "0", "").reply().toString());
      assertEquals(0, node.journal.reads().highestSequence("counter/c2"));
    }
  }

  private static ReplyPath sentAgain(CompletableFuture<String> told) {
    return new ReplyPath() {
      @Override
      public void answer(Outcome outcome) {
        told.completeExceptionally(new AssertionError("answered: " + outcome));
      }

      @Override
      public void sendAgain(String why) {
        told.complete(why);
      }

      @Override
      public void sendAgainInDoubt(String why) {
        told.completeExceptionally(new AssertionError("in doubt: " + why));
      }

      @Override
      public boolean isWaiting() {
        return !told.isDone();
      }

      @Override
      public void arrived() {
        // Nobody sends it again.
      }

      @Override
      public Attempt attempt() {
        return EntityCoreTest.ONCE;
      }

      @Override
      public ReturnAddress returnAddress() {
        throw new AssertionError("it is for this node");
      }
    };
  }

  @Test
  void tooManyBytesMakeTheLongestUnusedLeave() throws Exception {
    try (var node =
        new TestNode(
            data, "holdfast.services.resident-bytes=1M", new CounterRuntime("counter", "v1"))) {
      node.add("c1", "1", "");
      node.add("c2", "1", "");
      // What a counter takes is nothing; the rule is that of many large ones.
      var room = new Residents.Room(1_000, 1_000, 1);
      until(
          () -> {
            node.hosting.host().residents().sweep(room);
            return node.hosting.residents() <= 1;
          });
      assertEquals("2", node.add("c1", "1", "").reply().toString());
    }
  }

  @Test
  void aBusyInstanceMovesToTheNewVersionWithoutLosingACall() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("hot", "0", "");
      List<CompletableFuture<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        calls.add(node.send(call("hot", "add", "1", "")));
        if (i == 100) {
          node.hosting.deploy(Deployed.of(List.of(new CounterRuntime("counter", "v2"))));
        }
      }
      List<String> versions = new ArrayList<>();
      for (CompletableFuture<Outcome> outcome : calls) {
        versions.add(assertInstanceOf(Outcome.Replied.class, get(outcome)).version());
      }
      versions.add(node.add("hot", "0", "").version());
      assertEquals("v2", versions.getLast());
      assertEquals("400", node.add("hot", "0", "").reply().toString());
    }
  }

  @Test
  void rejectionsAreAnsweredAlsoWhenTheNextCommandNeedsAThreadOfItsOwn() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      List<CompletableFuture<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        calls.add(node.send(call("c1", "add", i % 2 == 0 ? "-1" : "1", "k" + i)));
        calls.add(node.send(call("c1", i % 3 == 0 ? "fail" : "look", "0", "")));
      }
      for (int i = 0; i < 60; i++) {
        Outcome outcome = get(calls.get(2 * i));
        if (i % 2 == 0) {
          assertEquals("counter/negative", problem(outcome));
        } else {
          assertInstanceOf(Outcome.Replied.class, outcome);
        }
        if (get(calls.get(2 * i + 1)) instanceof Outcome.Refused refused) {
          assertEquals("handler-failed", refused.problem().code());
        }
      }
      assertEquals("30", node.add("c1", "0", "").reply().toString());
    }
  }

  @Test
  void aStateWithoutAJsonFormCostsItsInstanceNothingButInspection() throws Exception {
    String total = Integer.toString(CounterRuntime.NO_JSON);
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      node.add("c1", total, "k1");
    }
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      assertTrue(node.add("c1", total, "k1").replayed());
      var id = new EntityId("counter", "c1");
      var soon = Clock.systemUTC().instant().plusSeconds(5);
      assertEquals(
          "internal", problem(get(node.services().inspect(id, soon).toCompletableFuture())));
      assertEquals("667", node.add("c1", "1", "k2").reply().toString());
    }
  }

  @Test
  void aCycleOfCallsIsRefusedWithItsChain() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      var refused = assertInstanceOf(Outcome.Refused.class, node.command("c1", "ask", "1"));
      assertEquals("call-cycle", refused.problem().code());
      assertTrue(
          refused.problem().detail().contains("counter/c1 -> counter/c1"),
          refused.problem().detail());
    }
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    try (var node = new TestNode(data, "", new CounterRuntime("counter", "v1"))) {
      assertEquals("unknown-handler", problem(node.command("c1", "nothing", "0")));
      assertEquals("method-not-allowed", problem(node.command("c1", "value", "0")));
      assertEquals(
          "unknown-entity",
          problem(
              get(
                  node.services()
                      .inspect(
                          new EntityId("counter", "none"),
                          Clock.systemUTC().instant().plusSeconds(5))
                      .toCompletableFuture())));
      assertEquals(
          "unknown-service",
          problem(
              get(
                  node.services()
                      .inspect(
                          new EntityId("nobody", "c1"), Clock.systemUTC().instant().plusSeconds(5))
                      .toCompletableFuture())));
    }
  }

  private static String problem(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome).problem().code();
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it did not happen in time");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
