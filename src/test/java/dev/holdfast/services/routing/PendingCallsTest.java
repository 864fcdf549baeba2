package dev.holdfast.services.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.protocol.EntityId;
import dev.holdfast.protocol.Problem;
import dev.holdfast.protocol.Slices;
import dev.holdfast.services.Outcome;
import dev.holdfast.services.RequestId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class PendingCallsTest {
  private static final EntityId TARGET = new EntityId("counter", "c1");
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final Outcome DONE =
      Outcome.Refused.of(new Problem("done", Problem.Kind.CALLER, 400, "", "", ""));

  private final Recorded ways = new Recorded();
  private final RoutingCounters counters = new RoutingCounters();

  private final PendingCalls calls =
      new PendingCalls(
          ways,
          new Slices(4),
          77,
          new PendingCalls.Pauses(Duration.ofMillis(1), Duration.ofSeconds(1)),
          counters);

  /** Remembers what went which way. */
  private static final class Recorded implements PendingCalls.Ways {
    private final List<EntityMessage.Request> direct = new ArrayList<>();
    private final List<EntityMessage.Request> routed =
        Collections.synchronizedList(new ArrayList<>());
    private final Queue<RequestId> answered = new ConcurrentLinkedQueue<>();
    private boolean resident;

    @Override
    public boolean deliver(EntityMessage.Request request) {
      if (resident) {
        direct.add(request);
      }
      return resident;
    }

    @Override
    public void route(EntityMessage.Request request) {
      routed.add(request);
    }

    @Override
    public void answered(RequestId id) {
      answered.add(id);
    }

    @Override
    public ActorRef<NodeReply> replies() {
      throw new AssertionError("no other node asks");
    }
  }

  private PendingCall start() {
    return calls.start(
        System.nanoTime() + MINUTE, replyTo -> new EntityMessage.Inspect(TARGET, replyTo));
  }

  private static long later(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  @Test
  void aRequestThatWentToAnInstanceHereIsNeverSentAgainForSilence() {
    ways.resident = true;
    PendingCall call = start();
    call.tick(later(Duration.ofSeconds(30)));
    assertEquals(1, ways.direct.size());
    assertFalse(call.attempt().tracked());
  }

  @Test
  void aRoutedRequestIsSentAgainAfterSilencesThatDoubleAndIsTrackedFromThenOn() {
    PendingCall call = start();
    assertFalse(call.attempt().tracked());
    call.tick(later(Duration.ofMillis(900)));
    assertEquals(1, ways.routed.size());
    call.tick(later(Duration.ofMillis(1_100)));
    assertEquals(2, ways.routed.size());
    assertTrue(call.attempt().tracked());
    assertEquals(1, counters.silences());
    call.tick(later(Duration.ofMillis(1_100)));
    assertEquals(2, ways.routed.size(), "the second silence is longer");
    call.tick(later(Duration.ofMillis(2_100)));
    assertEquals(3, ways.routed.size());
  }

  @Test
  void aRoutedRequestThatHasArrivedHereIsWaitedFor() {
    PendingCall call = start();
    call.arrived();
    call.tick(later(Duration.ofSeconds(30)));
    assertEquals(1, ways.routed.size());
    assertFalse(call.attempt().tracked());
  }

  @Test
  void aRequestThatWasCertainlyNotHandledIsSentAgainWithoutBeingTracked() {
    PendingCall call = start();
    call.arrived();
    call.sendAgain("its instance stopped");
    call.tick(later(Duration.ofMillis(50)));
    assertEquals(2, ways.routed.size());
    assertFalse(call.attempt().tracked());
    assertEquals(1, counters.sentAgain());
    assertEquals(0, counters.silences());
  }

  @Test
  void aRequestThatWasPerhapsHandledIsSentAgainAndTrackedEvenIfItComesBackHere() {
    PendingCall call = start();
    calls.told(new NodeReply.InDoubt(call.id().number(), "its instance stopped while it wrote"));
    ways.resident = true;
    call.tick(later(Duration.ofMillis(50)));
    assertEquals(1, ways.direct.size());
    assertTrue(call.attempt().tracked());
    assertTrue(call.attempt().number() > 0);
    assertEquals(1, counters.sentAgain());
  }

  @Test
  void whenANodeIsLostWhatWasOnItsWayIsSentAgainSoon() {
    PendingCall call = start();
    calls.nodeLost();
    call.tick(later(Duration.ofMillis(50)));
    assertEquals(2, ways.routed.size());
    assertTrue(call.attempt().tracked(), "the lost node may have handled it");
  }

  @Test
  void anAnswerFromAnotherNodeEndsTheCallAndASecondOneIsIgnored() {
    PendingCall call = start();
    calls.told(new NodeReply.Answered(call.id().number(), DONE));
    assertTrue(call.outcome().toCompletableFuture().isDone());
    assertEquals(0, calls.count());
    calls.told(new NodeReply.Answered(call.id().number(), DONE));
    call.tick(later(Duration.ofSeconds(30)));
    assertEquals(1, ways.routed.size());
  }

  @Test
  void whatIsKeptForCopiesIsGivenUpWithTheAnswer() {
    PendingCall call = start();
    assertTrue(ways.answered.isEmpty());
    call.answer(DONE);
    assertEquals(List.of(call.id()), List.copyOf(ways.answered));
  }

  @Test
  void theFloorIsTheLowestNumberThatSomebodyWaitsFor() {
    PendingCall first = start();
    PendingCall second = start();
    assertEquals(calls.tracked(first).number(), calls.tracked(second).floor());
    first.answer(DONE);
    assertEquals(calls.tracked(second).number(), calls.tracked(second).floor());
    second.answer(DONE);
    PendingCall third = start();
    assertEquals(calls.tracked(third).number(), calls.tracked(third).floor());
  }

  @Test
  void noFloorEverPassesACallThatHasNotBeenAnswered() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        all.add(CompletableFuture.supplyAsync(this::floorsHold, threads));
      }
      for (CompletableFuture<Boolean> one : all) {
        assertTrue(one.get(30, TimeUnit.SECONDS));
      }
    }
    assertEquals(0, calls.count());
  }

  private boolean floorsHold() {
    for (int i = 0; i < 20_000; i++) {
      PendingCall call = start();
      Attempt attempt = calls.tracked(call);
      if (attempt.floor() > attempt.number()) {
        return false;
      }
      call.answer(DONE);
    }
    return true;
  }

  @Test
  void aRequestIdHasATextForm() {
    var id = new RequestId(-2, 17);
    assertEquals("fffffffffffffffe-17", id.key());
    assertEquals(id, RequestId.parse(id.key()));
  }

  @Test
  void howLongAnInterruptionTookIsToldOncePerCall() {
    List<Long> interruptions = new ArrayList<>();
    counters.whenInterrupted(interruptions::add);
    PendingCall smooth = start();
    smooth.answer(DONE);
    assertEquals(List.of(), interruptions, "nothing was sent again");
    PendingCall refused = start();
    refused.sendAgain("its instance is moving");
    refused.sendAgain("and moving");
    refused.answer(DONE);
    refused.answer(DONE);
    PendingCall silent = start();
    silent.tick(later(Duration.ofSeconds(2)));
    silent.answer(DONE);
    assertEquals(2, interruptions.size());
  }
}
